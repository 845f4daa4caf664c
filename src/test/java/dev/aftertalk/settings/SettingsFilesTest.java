package dev.aftertalk.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aftertalk.commands.CommandSettings;
import dev.aftertalk.commands.VerifyCommand;
import dev.aftertalk.text.FileFaultAnalyzer;
import dev.aftertalk.text.UnreadableFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/** Files of settings, as editors and deployments leave them, read as a start reads them. */
@ExtendWith(OutputCaptureExtension.class)
class SettingsFilesTest {

    private static final String LINES =
            """
            # Été
            mail.host=smtp.example.com
            mail.from="Été" <ete@example.com>\s\t
            shop.name = Zoë & Fils \s
            #---\s
            mail.password=a\\u0020
            shop.list=a,\\
               b
            """;

    @TempDir
    Path folder;

    static class Nothing {}

    @ParameterizedTest(name = "{0}")
    @MethodSource("saved")
    void readsAFileHoweverItWasSaved(String how, byte[] bytes) throws IOException {
        Files.write(folder.resolve("application.properties"), bytes);
        assertThat(start().getProperty("mail.host")).isEqualTo("smtp.example.com");
        assertThat(start().getProperty("mail.from")).isEqualTo("\"Été\" <ete@example.com>");
        assertThat(start().getProperty("shop.name")).isEqualTo("Zoë & Fils");
        assertThat(start().getProperty("mail.password")).isEqualTo("a ");
        assertThat(start().getProperty("shop.list")).isEqualTo("a,b");
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> saved() {
        String windows = LINES.replace("\n", "\r\n");
        Map<String, byte[]> all = new java.util.LinkedHashMap<>();
        all.put("UTF-8", LINES.getBytes(StandardCharsets.UTF_8));
        all.put("UTF-8 of Windows", windows.getBytes(StandardCharsets.UTF_8));
        all.put("UTF-8 with a mark", marked(windows, StandardCharsets.UTF_8));
        all.put("UTF-16", marked(windows, StandardCharsets.UTF_16LE));
        all.put("UTF-16, big end first", marked(LINES, StandardCharsets.UTF_16BE));
        all.put("Java's old rule", LINES.getBytes(StandardCharsets.ISO_8859_1));
        all.put("the old Mac", LINES.replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
        all.put(
                "escapes",
                LINES.replace("é", "\\u00e9")
                        .replace("É", "\\u00C9")
                        .replace("ë", "\\u00EB")
                        .getBytes(StandardCharsets.US_ASCII));
        return all.entrySet().stream()
                .map(each -> org.junit.jupiter.params.provider.Arguments.of(each.getKey(), each.getValue()));
    }

    @Test
    void readsWhatIsBeyondJavasOldEncoding() throws IOException {
        Files.writeString(folder.resolve("application.properties"), "shop.name=5 € für \\美咲 \uD83D\uDE00\n");
        assertThat(start().getProperty("shop.name")).isEqualTo("5 € für 美咲 \uD83D\uDE00");
        Files.write(
                folder.resolve("application.properties"),
                "shop.name=5 €, l’été".getBytes(Charset.forName("windows-1252")));
        assertThat(start().getProperty("shop.name")).isEqualTo("5 €, l’été");
    }

    @Test
    void readsFilesThatAreImportedAlike() throws IOException {
        Files.write(folder.resolve("more.properties"), marked("shop.name=Été \r\n", StandardCharsets.UTF_8));
        Files.writeString(
                folder.resolve("application.properties"),
                "spring.config.import=file:" + folder.resolve("more.properties") + " \r\n");
        assertThat(start().getProperty("shop.name")).isEqualTo("Été");
    }

    @Test
    void refusesWhatCanOnlyBeAMistakeAndSaysWhere(CapturedOutput output) throws IOException {
        refuses(
                "a=1\r\nshop.list=a,\\ \r\n  b".getBytes(StandardCharsets.UTF_8),
                "application.properties:2: a blank follows the backslash at its end. Take the blank away");
        refuses(
                "a=1\nsalesforce.keystore=C:\\users\\sf.p12".getBytes(StandardCharsets.UTF_8),
                "application.properties:2: \\u must be followed by four hexadecimal digits");
        refuses(
                "mail.host=a".getBytes(StandardCharsets.UTF_16LE),
                "application.properties: it is no text, or one in UTF-16 without a byte order mark; save it as UTF-8");
        refuses(
                new byte[] {'a', '=', (byte) 0x81, (byte) 0xE9},
                "application.properties: it is not written in UTF-8; save it in that encoding");
        assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat ");
    }

    private void refuses(byte[] bytes, String message) throws IOException {
        Files.write(folder.resolve("application.properties"), bytes);
        assertThatThrownBy(this::start)
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "application.properties.txt, application.properties",
        "Application.Properties, application.properties",
        "application.YAML, application.yaml",
        "application.yml.txt, application.yml"
    })
    void saysOfAMisnamedFileThatItIsNotRead(String name, String meant) throws IOException {
        Files.createDirectory(folder.resolve("config"));
        for (String file : List.of(name, "config/" + name, "application.properties", "application-live.properties")) {
            Files.writeString(folder.resolve(file), "");
        }
        assertThat(MisnamedFiles.in(folder))
                .containsExactly(
                        folder.resolve(name) + " is not read: its name must be " + meant,
                        folder.resolve("config").resolve(name) + " is not read: its name must be " + meant);
    }

    @Test
    void readsMountedSecretsAsWindowsSavesThem() throws IOException {
        Files.write(folder.resolve("mail.password"), marked(" a b \r\n", StandardCharsets.UTF_8));
        Files.write(folder.resolve("spring.datasource.password"), marked("p\n", StandardCharsets.UTF_8));
        Files.write(folder.resolve("mail.host"), "smtp.example.com\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        ConfigurableEnvironment settings = start("--spring.config.import=configtree:" + folder + "/");
        assertThat(new SettingsCheck(settings, SettingsCheckTest.RECORDS).check())
                .isEmpty();
        assertThat(settings.getProperty("mail.password")).isEqualTo(" a b ");
        assertThat(settings.getProperty("spring.datasource.password")).isEqualTo("p");
        assertThat(settings.getProperty("mail.host")).isEqualTo("smtp.example.com");
    }

    @Test
    void aCommandReadsThemAsTheServerDoesAndSaysWhatItCantRead(CapturedOutput output) throws IOException {
        String[] settings = {"--spring.config.additional-location=file:" + folder + "/", "--logging.level.root=OFF"};
        Path file = folder.resolve("application.properties");
        Files.write(file, marked("aftertalk.data-dir=" + folder + "/no.such \r\n", StandardCharsets.UTF_8));
        assertThat(CommandSettings.run(() -> VerifyCommand.run(settings))).isEqualTo(2);
        assertThat(output).contains("no ledger that can be read at jdbc:sqlite:" + folder + "/no.such/aftertalk.db");

        Files.writeString(file, "a=1\nb=C:\\users");
        assertThat(CommandSettings.run(() -> VerifyCommand.run(settings))).isEqualTo(2);
        assertThat(output)
                .contains("This can't be done. " + file + ":2: \\u must be followed")
                .doesNotContain("\tat ");
    }

    /** As the user of these tests may read everything, a folder stands for a file that may not be read. */
    @Test
    void aStartSaysInASentenceThatAFileCantBeRead() throws IOException {
        Path file = Files.createDirectory(folder.resolve("application.properties"));
        Files.createFile(file.resolve("mail.host=in-a-folder"));

        assertThat(new FileFaultAnalyzer().analyze(catchThrowable(this::start)).getDescription())
                .isEqualTo("Aftertalk can't start: " + file + ": it is a folder and has to be a file.");
    }

    @Test
    void saysOfASecretInAnotherEncodingHowToSaveIt() throws IOException {
        Files.write(folder.resolve("mail.password"), marked("secret", StandardCharsets.UTF_16LE));
        ConfigurableEnvironment settings = start("--spring.config.import=configtree:" + folder + "/");
        assertThat(new SettingsCheck(settings, SettingsCheckTest.RECORDS).check())
                .extracting(SettingFault::problem)
                .containsExactly("mail.password (mail.password:1) can't be read: it is not written in UTF-8;"
                        + " save the file it comes from as UTF-8");

        Files.move(folder.resolve("mail.password"), folder.resolve("iadvize.webhook.secrets"));
        assertThatThrownBy(() -> new SettingsCheck(
                                start("--spring.config.import=configtree:" + folder + "/"), SettingsCheckTest.RECORDS)
                        .check())
                .isInstanceOf(BadSettingsException.class)
                .hasMessageContaining("iadvize.webhook.secrets");
    }

    /** As a start does it, up to the first bean. */
    private ConfigurableEnvironment start(String... more) {
        String[] arguments = Stream.concat(
                        Stream.of(
                                "--spring.config.additional-location=file:" + folder + "/",
                                "--logging.level.root=ERROR"),
                        Stream.of(more))
                .toArray(String[]::new);
        SpringApplication application = new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .build(arguments);
        try (ConfigurableApplicationContext context = application.run(arguments)) {
            return context.getEnvironment();
        }
    }

    private static byte[] marked(String text, Charset encoding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("\ufeff".getBytes(encoding));
        bytes.writeBytes(text.getBytes(encoding));
        return bytes.toByteArray();
    }
}
