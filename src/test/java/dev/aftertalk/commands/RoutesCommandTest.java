package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.check.RouteFolderCopy;
import dev.aftertalk.deploy.versions.RouteHistory;
import dev.aftertalk.deploy.versions.RouteVersion;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.deploy.versions.RouteVersions.Deployed;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.TestDatabase;
import dev.aftertalk.testing.ErrorOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command as it is typed, beside a ledger that is at work, on SQLite. */
@ExtendWith(OutputCaptureExtension.class)
class RoutesCommandTest {

    private static final String MAIL = "workflows/thank-you-email.camel.yaml";

    @TempDir
    Path folder;

    private TestDatabase database;
    private Ledger ledger;
    private RouteFolderCopy routes;
    private Path file;
    private String first;
    private String second;

    TestDatabase database() {
        return TestDatabase.sqlite(folder);
    }

    @BeforeEach
    void deploy() throws Exception {
        database = database();
        ledger = new Ledger(
                database.dataSource(),
                "one",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(20), Duration.ofSeconds(30)));
        Files.writeString(folder.resolve("node"), "one\n");
        routes = new RouteFolderCopy(Files.createDirectories(folder.resolve("routes")));
        file = routes.file(MAIL);
        first = Files.readString(file);
        second = first.replace("Thanks the visitor", "Says thanks");
        deploy(first, "anna");
        deploy(second, "ben");
        Files.writeString(file, second);
    }

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private void deploy(String text, String by) {
        RouteFile version = new RouteFile(file, RouteFile.Kind.ROUTES, text.getBytes(StandardCharsets.UTF_8));
        new RouteVersions(reads(), ledger, "one").keep(List.of(new Deployed(version, by)), "r" + by, "");
    }

    final Ledger ledger() {
        return ledger;
    }

    private JdbcClient reads() {
        return JdbcClient.create(database.dataSource());
    }

    final RouteVersion newest() {
        return new RouteHistory(reads(), "one").last(1).get(0);
    }

    final int routes(String... args) {
        List<String> all = new ArrayList<>(List.of("routes"));
        all.addAll(List.of(args));
        all.addAll(List.of(
                "--spring.datasource.url=" + database.url(),
                "--aftertalk.data-dir=" + folder,
                "--camel.main.routes-include-pattern=file:" + folder.resolve("routes") + "/**/*.camel.yaml",
                "--camel.component.kamelet.location=file:" + folder.resolve("routes/kamelets"),
                "--mail.templates=" + folder.resolve("routes/mail")));
        return Commands.run(all.toArray(String[]::new));
    }

    @Test
    void showsWhatWasDeployedWhenAndByWhom(CapturedOutput output) {
        assertThat(routes("history", "thank-you-email")).isZero();

        List<String> lines = output.getOut()
                .lines()
                .filter(line -> line.contains(MAIL) || line.startsWith("number"))
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).matches("number +version +deployed at +by +file");
        assertThat(lines.get(1))
                .matches(newest().number() + " +" + newest().shortVersion() + " +\\d{4}-.*Z +ben +" + file
                        + " +last good, on disk");
        assertThat(lines.get(2)).contains(" anna ").endsWith(MAIL);

        assertThat(routes("history", "--last=1")).isZero();
        assertThat(output.getOut().lines().filter(line -> line.contains(MAIL))).hasSize(3);
        assertThat(routes("history", "csat")).isZero();
        assertThat(output.getOut()).endsWith("No version was deployed yet.\n");
        assertThat(ErrorOutput.of(output)).isEmpty();
    }

    @Test
    void printsATextAsItWas(CapturedOutput output) {
        assertThat(routes("show", MAIL)).isZero();
        assertThat(output.getOut()).endsWith(second);
        assertThat(routes("show", MAIL, String.valueOf(newest().number() - 1))).isZero();
        assertThat(output.getOut()).endsWith(second + first);
    }

    @Test
    void comparesTheLastGoodVersionWithTheFile(CapturedOutput output) throws Exception {
        assertThat(routes("diff", "thank-you-email")).isZero();
        assertThat(output.getOut()).endsWith("No difference.\n");

        Files.writeString(file, first);
        assertThat(routes("diff", "thank-you-email")).isEqualTo(1);
        assertThat(output.getOut())
                .contains("--- " + file + " (version " + newest().number() + ")\n+++ " + file + " (on disk)\n@@ -")
                .contains("\n-    description: Says thanks by e-mail")
                .contains("\n+    description: Thanks the visitor by e-mail");
        Files.delete(file);
        assertThat(routes("diff", "thank-you-email")).isEqualTo(1);
        assertThat(output.getOut()).contains("+++ /dev/null");
        long number = newest().number();
        assertThat(routes("diff", "thank-you-email", String.valueOf(number - 1), newest().shortVersion()))
                .isEqualTo(1);
        assertThat(output.getOut()).contains("+++ " + file + " (version " + number + ")\n");
    }

    @Test
    void putsAVersionBackAndKeepsWhoDidIt(CapturedOutput output) throws Exception {
        String number = String.valueOf(newest().number() - 1);
        Files.writeString(file, second + "# half of an edit\n");

        assertThat(routes("restore", "thank-you-email", number)).isZero();

        assertThat(file).hasContent(first);
        assertThat(output.getOut())
                .contains("Version " + number + " (")
                .contains(") of " + file + " is back. A running server deploys it within seconds")
                .contains("What stood there was no version that ran; it is in "
                        + file.resolveSibling(".thank-you-email.camel.yaml.replaced"));
        assertThat(database.rows("SELECT who, what, about, detail FROM audit_entry"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.get("who")).isEqualTo("routes restore");
                    assertThat(row.get("what")).isEqualTo("route.restored");
                    assertThat(row.get("about")).isEqualTo(file.toString());
                    assertThat(row.get("detail"))
                            .asString()
                            .startsWith(number + " (")
                            .endsWith(System.getProperty("user.name"));
                });
        assertThat(routes("restore", "thank-you-email", number)).isZero();
        assertThat(output.getOut()).contains("is what stands there; nothing was changed.");
        assertThat(database.count("SELECT count(*) FROM audit_entry")).isEqualTo(1);
    }

    @Test
    void refusesAVersionThatWouldBeRefusedUnlessItIsForced(CapturedOutput output) throws Exception {
        deploy(first.replace("template: thank-you", "template: thank-yuo"), "carl");
        String bad = newest().shortVersion();

        assertThat(routes("restore", "thank-you-email", bad)).isEqualTo(1);
        assertThat(file).hasContent(second);
        assertThat(output.getErr())
                .contains(file + ":22:25: there is no mail template 'thank-yuo': did you mean 'thank-you'?")
                .contains("would be refused today, so nothing was changed. --force writes it all the same");

        assertThat(routes("restore", "thank-you-email", bad, "--force")).isZero();
        assertThat(file).content().contains("thank-yuo");
    }

    @Test
    void saysWhatToDoWhereNothingCanBeWritten(CapturedOutput output) throws Exception {
        Path swapped = Files.createDirectories(folder.resolve("routes/workflows/..2026_01_01"));
        Files.move(file, swapped.resolve(file.getFileName()));
        Files.createSymbolicLink(file, swapped.resolve(file.getFileName()));
        String number = String.valueOf(newest().number() - 1);

        assertThat(routes("restore", "thank-you-email", number)).isEqualTo(1);

        assertThat(output.getErr())
                .contains("comes out of a volume that Kubernetes writes, such as a ConfigMap: it would not stay."
                        + " Nothing was changed.")
                .contains("java -jar aftertalk.jar routes show thank-you-email " + number);
        assertThat(file).hasContent(second);
        assertThat(database.count("SELECT count(*) FROM audit_entry")).isZero();
    }

    @Test
    void saysWhatItCanDo(CapturedOutput output) {
        assertThat(Commands.run("routes")).isEqualTo(2);
        assertThat(Commands.run("routes", "hystory")).isEqualTo(2);
        assertThat(Commands.run("routes", "restore", "csat")).isEqualTo(2);
        assertThat(Commands.run("routes", "show", "csat", "1", "2")).isEqualTo(2);
        assertThat(Commands.run("routes", "history", "--last=x")).isEqualTo(2);
        assertThat(routes("history", "thank-you-emial")).isEqualTo(2);
        assertThat(routes("show", "promo-code")).isEqualTo(2);
        assertThat(routes("show", "csat")).isEqualTo(2);
        assertThat(routes("restore", "thank-you-email", "999")).isEqualTo(2);

        assertThat(output.getErr())
                .contains("Say what to do:\n  java -jar aftertalk.jar routes history [FILE] [--last=N] | show")
                .contains("routes can't hystory: did you mean history?")
                .contains("Say which file and which version:")
                .contains("Too many words:")
                .contains("--last=x is no number of versions.")
                .contains("did you mean thank-you-email?")
                .contains("promo-code may be ")
                .contains("No version of " + routes.file("workflows/csat.camel.yaml") + " was deployed yet.")
                .contains("has no version 999; there are ");
    }
}
