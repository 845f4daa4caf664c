package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** The two jars that are built: the product without the sandbox, and the sandbox as an extension in {@code lib/}. */
class SandboxJarIT {

    private static final Path PRODUCT = Path.of("target/aftertalk.jar");
    private static final Path SANDBOX = Path.of("target/aftertalk-sandbox.jar");

    @TempDir
    Path folder;

    @Test
    void holdsNothingOfTheSandboxInTheProduct() throws IOException {
        assertThat(entries(PRODUCT))
                .anyMatch(name -> name.endsWith("dev/aftertalk/AftertalkApplication.class"))
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("sandbox"))
                .noneMatch(name -> name.contains("greenmail"))
                .noneMatch(name -> name.contains("reactor-core"))
                .noneMatch(name -> name.contains("graphql-java"));
    }

    @Test
    void holdsOnlyWhatTheProductLacksInTheSandbox() throws IOException {
        Set<String> classes = classes(SANDBOX);

        assertThat(classes)
                .contains(
                        "dev/aftertalk/sandbox/SandboxExtension.class",
                        "com/icegreen/greenmail/smtp/SmtpServer.class",
                        "graphql/GraphQL.class",
                        "org/dataloader/DataLoader.class",
                        "org/reactivestreams/Publisher.class")
                .noneMatch(name -> name.matches("dev/aftertalk/.*(Test|IT).*"));
        assertThat(entries(SANDBOX)).contains("META-INF/maven/com.icegreen/greenmail/pom.xml");
        classes.retainAll(classes(PRODUCT));
        assertThat(classes).isEmpty();
    }

    @Test
    void doesNothingInLibWithoutTheProfile() throws Exception {
        Path data = folder.resolve("data");
        try (AftertalkProcess process =
                AftertalkProcess.withSandbox(data, "--iadvize.webhook.secrets=" + SignedWebhook.SECRET)) {
            process.start();
            Browser browser = new Browser(process.port());

            for (String path : List.of("/sandbox", "/sandbox/inbox.json", "/sandbox/assets/sandbox.css")) {
                assertThat(browser.get(path).headers().firstValue("Location").orElse(""))
                        .as(path)
                        .contains("/login?to=");
            }
            String hash =
                    await().atMost(Duration.ofSeconds(30)).until(() -> passwordOfAdmin(data), found -> found != null);
            assertThat(PasswordEncoderFactories.createDelegatingPasswordEncoder()
                            .matches("sandbox", hash))
                    .isFalse();
        }
    }

    /** To doctor all is well then; without the server there is nobody to answer. */
    @Test
    void playsAllOtherSystemsWithTheProfileForThisMachineAlone() throws Exception {
        Path data = folder.resolve("data");
        int smtp = FreePort.next();
        int http;
        try (AftertalkProcess process =
                AftertalkProcess.withSandbox(data, "--spring.profiles.active=sandbox", "--sandbox.smtp-port=" + smtp)) {
            process.start();
            http = process.port();
            Browser browser = new Browser(process.port());
            browser.post(
                    "/sandbox/send?event=v2.conversation.closed&seed=true"); // of fresh ones one in ten has no address

            JsonNode inbox = await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> new ObjectMapper()
                                    .readTree(browser.get("/sandbox/inbox.json").body()),
                            mails -> mails.size() > 0);
            assertThat(inbox).hasSize(1);
            for (int port : new int[] {process.port(), smtp}) {
                assertThatThrownBy(() -> new Socket("127.0.0.2", port).close()).isInstanceOf(ConnectException.class);
            }
            assertThat(doctor(data, http, smtp))
                    .startsWith("0\n")
                    .contains("OK           Jira fields of Task in CUST", "OK           Public address")
                    .contains(" 0 warnings, 0 problems; 0 not checked.");
        }

        assertThat(doctor(data, http, smtp))
                .startsWith("1\n")
                .contains("PROBLEM      iAdvize REST: iAdvize REST can't be reached")
                .contains("NOT CHECKED  Public address");
    }

    /** The exit code, a line break, and what it prints. */
    private static String doctor(Path data, int port, int smtp) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        PRODUCT.toAbsolutePath().toString(),
                        "doctor",
                        "--spring.profiles.active=sandbox",
                        "--server.port=" + port,
                        "--sandbox.smtp-port=" + smtp,
                        "--aftertalk.data-dir=" + data)
                .directory(data.resolveSibling(data.getFileName() + ".home").toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + printed;
    }

    private static String passwordOfAdmin(Path data) {
        return JdbcClient.create(new DriverManagerDataSource(
                        "jdbc:sqlite:" + data.resolve("aftertalk.db") + "?busy_timeout=10000"))
                .sql("SELECT password_hash FROM user_account WHERE name = 'admin'")
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private static Set<String> classes(Path jar) throws IOException {
        Set<String> classes = entries(jar);
        classes.removeIf(name -> !name.endsWith(".class") || name.endsWith("module-info.class"));
        return classes;
    }

    /** The names of all that is in a jar, and in those inside of it. */
    private static Set<String> entries(Path jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (InputStream file = Files.newInputStream(jar)) {
            collect(file, names);
        }
        return names;
    }

    private static void collect(InputStream jar, Set<String> names) throws IOException {
        ZipInputStream zip = new ZipInputStream(jar);
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            names.add(entry.getName().replaceFirst("^BOOT-INF/classes/", ""));
            if (entry.getName().endsWith(".jar")) {
                collect(zip, names);
            }
        }
    }
}
