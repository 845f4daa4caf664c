package dev.aftertalk.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFile.Kind;
import dev.aftertalk.deploy.check.RouteFolderCopy;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.deploy.versions.RouteVersions.Deployed;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.TestDatabase;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The command as it is typed, beside a ledger that is at work, on SQLite. */
class RehearseCommandTest {

    @TempDir
    Path folder;

    private final IadvizePeer iadvize = new IadvizePeer();
    private final SmtpPeer smtp = new SmtpPeer();
    private TestDatabase database;
    private Ledger ledger;
    private Path edited;

    RehearseCommandTest() throws IOException {}

    TestDatabase database() {
        return TestDatabase.sqlite(folder);
    }

    @BeforeEach
    void run() throws Exception {
        database = database();
        ledger = new Ledger(
                database.dataSource(),
                "one",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(20), Duration.ofSeconds(30)));
        Files.writeString(folder.resolve("node"), "one\n");
        Path routes = Files.createDirectories(folder.resolve("routes"));
        new RouteFolderCopy(routes);
        edited = Files.createDirectories(folder.resolve("edited"));
        new RouteFolderCopy(edited);
        List<Deployed> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(routes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.add(new Deployed(new RouteFile(file, kind(file.toString()), Files.readAllBytes(file)), "anna"));
            }
        }
        new RouteVersions(reads(), ledger, "one").keep(all, "all", "");
        for (int i = 0; i < 7; i++) {
            String event = SignedWebhook.closedConversation(3_990_000 + i);
            ledger.accept(EventParser.parse(event.getBytes(StandardCharsets.UTF_8), "webhook"))
                    .get();
        }
    }

    private static Kind kind(String file) {
        return file.endsWith(".kamelet.yaml")
                ? Kind.KAMELET
                : file.endsWith(".yaml") ? Kind.ROUTES : file.endsWith(".sample.json") ? Kind.SAMPLE : Kind.TEMPLATE;
    }

    @AfterEach
    void close() throws Exception {
        ledger.close();
        database.close();
        iadvize.close();
        smtp.close();
    }

    private JdbcClient reads() {
        return JdbcClient.create(database.dataSource());
    }

    private Ended rehearse(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of("rehearse"));
        all.addAll(List.of(args));
        all.addAll(List.of(
                "--spring.datasource.url=" + database.url(),
                "--aftertalk.data-dir=" + folder,
                "--camel.main.routes-include-pattern=file:" + folder.resolve("routes") + "/**/*.camel.yaml",
                "--camel.component.kamelet.location=file:" + folder.resolve("routes/kamelets"),
                "--mail.templates=" + folder.resolve("routes/mail"),
                "--iadvize.rest.url=" + iadvize.restUrl(),
                "--iadvize.rest.api-key=key",
                "--mail.host=127.0.0.1",
                "--mail.port=" + smtp.port(),
                "--mail.from=thanks@shop.test"));
        return process(all);
    }

    /** In a process of its own, as it is typed: this one's class path has beans of tests. */
    private Ended process(List<String> args) throws Exception {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        String product = Arrays.stream(all.split(File.pathSeparator))
                .filter(each -> !each.contains("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                product,
                "dev.aftertalk.AftertalkApplication"));
        command.addAll(args);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Ended(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    private record Ended(int code, String out, String err) {}

    private void edit(String file, String before, String after) throws IOException {
        Path path = edited.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(before);
        Files.writeString(path, text.replace(before, after));
    }

    @Test
    void showsWhatAnEditedTemplateWouldChange() throws Exception {
        edit("mail/thank-you.ftlh", "<title>", "<title>Dear visitor: ");

        Ended ended = rehearse("--last=5", "--routes=" + edited);
        assertThat(ended.code()).as(ended.err()).isZero();

        assertThat(ended.out())
                .contains("Differs from what runs: " + folder.resolve("routes/mail/thank-you.ftlh"))
                .contains("thank-you-email: changed in 5 events, of which the first 3 are shown above")
                .contains("5 changed, 0 new, 0 gone, 0 would die. Nothing was sent, and nothing stored.");
        assertThat(ended.out().lines().filter(line -> line.matches(" +\\+ +Subject: Dear visitor: .*")))
                .hasSize(3);
        assertThat(smtp.received()).isEmpty();
        assertThat(iadvize.asked()).isNotEmpty().allMatch(request -> request.method()
                .equals("GET"));
        assertThat(reads().sql("SELECT count(*) FROM run WHERE state <> 'queued'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void tellsByItsExitCodeThatARunWouldDie() throws Exception {
        edit(
                "workflows/thank-you-email.camel.yaml",
                "        - to:\n            id: thank-you-email-send\n",
                "        - throwException:\n            exceptionType: java.lang.IllegalStateException\n"
                        + "            message: no more of this\n"
                        + "        - to:\n            id: thank-you-email-send\n");

        Ended ended = rehearse("--last=2", "--routes=" + edited, "--json");
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(ended.out()).contains("\"would die\":2", "IllegalStateException: no more of this");
    }

    @Test
    void takesEventsFromAFile() throws Exception {
        Path sample = folder.resolve("events.json");
        Files.writeString(
                sample,
                "[" + SignedWebhook.closedConversation(3_990_100) + "," + SignedWebhook.closedConversation(3_990_101)
                        + "]" + SignedWebhook.closedConversation(3_990_102));

        Ended ended = rehearse("--event=" + sample, "--all");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out())
                .contains("Nothing differs from what runs; this is what that does.")
                .contains("To: v3990101@visitors.test")
                .contains("3 events in");
    }

    @Test
    void refusesWhatTheCheckRefuses() throws Exception {
        edit("router.camel.yaml", "uri: ledger:start/thank-you-email", "uri: ledger:start/thank-you-emial");
        Ended ended = rehearse("--routes=" + edited);
        assertThat(ended.code()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err())
                .contains("did you mean", "thank-you-email")
                .contains("It would be refused as it is, so it is not rehearsed.");
        assertThat(iadvize.asked()).isEmpty();
    }

    @Test
    void leavesNothingBehindWhereThereIsNoLedger() throws Exception {
        Path none = folder.resolve("none.db");
        Ended ended = process(List.of("rehearse", "--spring.datasource.url=jdbc:sqlite:" + none));
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).startsWith("There is no ledger that can be read at jdbc:sqlite:" + none);
        assertThat(none).doesNotExist();
    }

    @Test
    void saysHowToWriteIt() throws Exception {
        String usage = "java -jar aftertalk.jar rehearse [--last=N | --event=FILE]";
        Ended many = rehearse("--last=many");
        assertThat(many.code()).isEqualTo(2);
        assertThat(many.err())
                .startsWith("--last must be a number from 1 to 999999.")
                .contains(usage);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(empty.resolve("mail"));
        Ended nothing = rehearse("--routes=" + empty);
        assertThat(nothing.code()).as(nothing.out()).isEqualTo(2);
        assertThat(nothing.err()).contains(empty + " has no file of a route");
    }

    @Test
    void saysWhatIsWrongWithASample() throws Exception {
        Path sample = Files.writeString(folder.resolve("sample.json"), "{\"eventId\":");
        Ended ended = rehearse("--event", sample.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).isEqualToIgnoringNewLines(sample + " is no JSON, at line 1, column 12.");
    }

    @Test
    void rehearsesAFolderByALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), edited);
        edit("mail/thank-you.ftlh", "<title>", "<title>Dear visitor: ");
        Ended ended = rehearse("--routes", link.toString(), "--last", "1");
        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out()).contains("1 changed, 0 new, 0 gone, 0 would die.");
    }
}
