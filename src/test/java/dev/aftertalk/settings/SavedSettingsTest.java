package dev.aftertalk.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** Settings that are saved again after they were read, in real files. */
class SavedSettingsTest {

    @TempDir
    private Path folder;

    private ConfigurableApplicationContext context;
    private SavedSettings saved;

    @ConfigurationPropertiesScan("dev.aftertalk")
    static class Known {}

    private void start(String text, String... more) throws Exception {
        save(text);
        List<String> arguments = new ArrayList<>(List.of("--spring.config.additional-location=file:" + folder + "/"));
        arguments.addAll(List.of(more));
        context = new SpringApplicationBuilder(SettingsReader.class, Known.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(arguments.toArray(String[]::new));
        saved = context.getBean(SavedSettings.class);
    }

    private Path save(String text) throws Exception {
        return Files.writeString(folder.resolve("application.properties"), text);
    }

    private String now(String name) {
        return context.getEnvironment().getProperty(name);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void countOnceTheyAreUsed() throws Exception {
        start("my.word=one\nmy.text=${my.word} two\nmy.drawn=${random.uuid}\n");
        save(
                "my.word=1\nmy.text=${my.word} two\nmy.drawn=${random.uuid}\nmy.new=x\nsurvey.delay=20 M\nworkflows.promo-code=on\n");
        SavedSettings.Read read = saved.read();

        assertThat(saved.changes(read))
                .containsExactly("my.new", "my.text", "my.word", "survey.delay", "workflows.promo-code");
        assertThat(read.atRestart()).isEmpty();
        assertThat(now("my.text")).isEqualTo("one two");
        assertThat(saved.whileTrying(read, () -> now("my.text"))).isEqualTo("1 two");
        assertThat(now("my.text")).isEqualTo("one two");

        saved.use(read);
        assertThat(List.of(now("my.text"), now("my.new"), now("survey.delay"), now("workflows.promo-code")))
                .containsExactly("1 two", "x", "20m", "true");
        assertThat(saved.changes(saved.read())).isEmpty();
        assertThat(GivenValues.describe(context.getEnvironment(), "my.new"))
                .contains("my.new is \"x\" (application.properties:4)");

        save("my.word=one\nmy.text=${my.word} two\n");
        saved.use(saved.read());
        assertThat(now("my.text")).isEqualTo("one two");
        assertThat(now("my.new")).isNull();
        assertThat(now("survey.delay")).isEqualTo("10m");
    }

    @Test
    void stayAsTheyWereReadWhereMoreThanRoutesReadThem() throws Exception {
        start("mail.host=a.test\nmy.word=one\nsurvey.delay=soon\n");
        save("mail.host=b.test\nsatisfaction.settle-time=5m\nspring.datasource.hikari.maximum-pool-size=3\n"
                + "camel.component.http.connectTimeout=5s\npromo.campaigns.x.pattern=A\niadvize.webhook.secrets[0]=s\n"
                + "survey.delay=20m\n");
        SavedSettings.Read read = saved.read();

        assertThat(read.faults()).isEmpty();
        assertThat(saved.changes(read)).isEmpty();
        assertThat(read.atRestart())
                .containsExactlyInAnyOrder(
                        "mail.host",
                        "my.word",
                        "satisfaction.settle-time",
                        "spring.datasource.hikari.maximum-pool-size",
                        "camel.component.http.connectTimeout",
                        "promo.campaigns.x.pattern",
                        "iadvize.webhook.secrets[0]",
                        "survey.delay");
    }

    @Test
    void doNotWinOverArguments() throws Exception {
        start("my.word=one\n", "--my.word=argument");
        save("my.word=two\n");
        assertThat(saved.changes(saved.read())).isEmpty();
        assertThat(saved.read().atRestart()).isEmpty();
    }

    @Test
    void areRefusedAsAtAStart() throws Exception {
        start("my.word=one\n");
        save("my.word=two\nsurvey.delay=soon\n");
        assertThat(saved.read().faults())
                .extracting(SettingFault::problem)
                .singleElement()
                .asString()
                .contains("survey.delay is \"soon\" (application.properties:2); it may be a time");
        assertThat(saved.changes(saved.read())).isEmpty();

        save("aftertalk.ledger.lease=soon\n");
        assertThat(saved.read().faults()).extracting(SettingFault::setting).containsExactly("aftertalk.ledger.lease");

        Files.write(
                folder.resolve("application.properties"), "\uFEFFmy.word=\u00e9".getBytes(StandardCharsets.UTF_16LE));
        Files.write(folder.resolve("application.properties"), new byte[] {(byte) 0xff, (byte) 0xfe, 'm', 0, 'y'});
        assertThat(saved.read().faults())
                .singleElement()
                .extracting(SettingFault::problem)
                .asString()
                .contains("application.properties");

        Files.delete(folder.resolve("application.properties"));
        Files.createDirectory(folder.resolve("application.properties"));
        assertThat(saved.read().faults())
                .singleElement()
                .extracting(SettingFault::problem)
                .isEqualTo(folder.resolve("application.properties") + ": it is a folder and has to be a file");
    }

    @Test
    void areLookedForWhereTheyCameFrom() throws Exception {
        start("my.word=one\n");
        assertThat(saved.files()).contains(Path.of("application.properties"), folder.resolve("application.properties"));
    }
}
