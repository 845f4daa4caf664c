package dev.aftertalk.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.deploy.LibraryJars;
import dev.aftertalk.routes.EventIds;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Components that people put into {@code lib/} beside the jar as it is deployed. */
class LibraryIT {

    /** What Camel's Slack component needs and Aftertalk lacks. */
    private static final Pattern SLACK = Pattern.compile(
            "(?:camel-slack|slack-api-(?:client|model)|okhttp(?:-jvm)?|okio(?:-jvm)?|kotlin-stdlib|gson)-\\d[^/]*\\.jar");

    private static final String SECRETS = "--iadvize.webhook.secrets=" + SignedWebhook.SECRET;

    private static final String WORKFLOW =
            """
            - route:
                id: slack-alert
                routeConfigurationId: workflow
                from:
                  uri: ledger:workflow/slack-alert
                  steps:
                    - setBody:
                        expression:
                          simple:
                            expression: "closed on ${body[channel]}"
                    - to:
                        uri: slack:#support
            """;

    private static final String ROUTER =
            """
            - route:
                id: router
                from:
                  uri: ledger:events
                  steps:
                    - to:
                        uri: ledger:start/slack-alert
            """;

    @TempDir
    Path folder;

    private Path home() throws IOException {
        Path routes = Files.createDirectories(folder.resolve("home/routes"));
        Files.createDirectories(folder.resolve("home/lib"));
        for (String file : List.of("webhook.camel.yaml", "errors.camel.yaml")) {
            Files.copy(Path.of("routes", file), routes.resolve(file));
        }
        Files.writeString(routes.resolve("router.camel.yaml"), ROUTER);
        Files.writeString(routes.resolve("slack-alert.camel.yaml"), WORKFLOW);
        return folder.resolve("home");
    }

    /** No starter of it: the plain jar of the component, and what that needs. */
    private static void addSlack(Path home) throws IOException {
        List<Path> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(jar -> SLACK.matcher(jar.getFileName().toString()).matches())
                .toList();
        assertThat(jars).extracting(LibraryJars::artifact).contains("camel-slack", "slack-api-client", "kotlin-stdlib");
        for (Path jar : jars) {
            Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
        }
    }

    @Test
    void callsAComponentWhoseJarLiesInLibWithItsSettingsFromAWorkflowDroppedInWhileItRuns() throws Exception {
        Path home = home();
        addSlack(home);
        Path router = home.resolve("routes/router.camel.yaml");
        Path workflow = home.resolve("routes/slack-alert.camel.yaml");
        Files.delete(workflow);
        Files.writeString(router, ROUTER.replace("ledger:start/slack-alert", "log:nobody"));
        try (PeerServer slack = new PeerServer(FreePort.next());
                IadvizePeer iadvize = new IadvizePeer()) {
            SmtpPeer smtp = new SmtpPeer();
            List<String> settings = new ArrayList<>(List.of(AftertalkProcess.settings(iadvize, smtp)));
            settings.add("--camel.component.slack.webhook-url=" + slack.url() + "/services/T0");
            try (AftertalkProcess aftertalk =
                    AftertalkProcess.in(home, folder.resolve("data"), settings.toArray(String[]::new))) {
                aftertalk.start();
                assertThat(slack.asked()).isEmpty();
                Files.writeString(workflow, WORKFLOW);
                Files.writeString(router, ROUTER);
                await().atMost(Duration.ofSeconds(30)).until(() -> aftertalk
                        .log()
                        .lines()
                        .anyMatch(line -> line.contains("Deployed ") && line.contains("router.camel.yaml")));
                String event = SignedWebhook.closedConversation(1);
                assertThat(new SignedWebhook(aftertalk.port()).post(event)).isEqualTo(202);
                LedgerFile ledger = new LedgerFile(folder.resolve("data"));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ledger.run(EventIds.of(event), "slack-alert"), run -> run.equals("done"));
                assertThat(slack.asked()).singleElement().satisfies(request -> {
                    assertThat(request.path()).isEqualTo("/services/T0");
                    assertThat(request.text()).contains("closed on CHAT");
                });
            } finally {
                smtp.stop();
            }
        }
    }

    /**
     * All that takes what fast-start makes, in one: it takes long to make. Started from what was unpacked of an old jar it would be the old one, without
     * a word; with another {@code lib/} the JVM can't use what it kept.
     */
    @Test
    void
            startsWithTheClassesThatTheJvmKeptWhereverTheFolderLiesAnewOnceTheJarIsReplacedAndWithoutThemOnceLibHasChanged()
                    throws Exception {
        Path first = home();
        Path jar = Files.copy(Path.of("target/aftertalk.jar"), first.resolve("aftertalk.jar"));
        Files.writeString(first.resolve("jvm.options"), "-XX:+UseG1GC");
        assertThat(runJar(first, jar, "fast-start"))
                .startsWith("0\n")
                .contains("java @jvm.options @fast-start/options");
        assertThat(first.resolve("fast-start/options")).content().doesNotContain("GC");
        Files.delete(first.resolve("jvm.options"));
        assertThat(first).isDirectoryNotContaining("glob:**/data");
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of())) {
            Files.writeString(files.getPath("BOOT-INF/classes/of-the-next-version"), "");
        }
        makesItAnewInsteadOfStartingTheJarThatWasReplaced(first);

        Path home = Files.move(first, folder.resolve("moved home"));
        try (PeerServer slack = new PeerServer(FreePort.next())) {
            String[] settings = {SECRETS, "--camel.component.slack.webhook-url=" + slack.url() + "/services/T0"};
            // It would end at once if the JVM could not use what was kept.
            try (AftertalkProcess next =
                    AftertalkProcess.fastStarted(home, folder.resolve("data"), List.of("-Xshare:on"), settings)) {
                assertThat(next.start().terminate()).isEqualTo(143);
                assertThat(next.log()).contains("fast-start/2/aftertalk.jar").doesNotContain("start faster again");
            }
            try (FileSystem files = FileSystems.newFileSystem(home.resolve("fast-start/2/aftertalk.jar"), Map.of())) {
                assertThat(files.getPath("of-the-next-version")).exists();
            }
            addSlack(home);
            try (AftertalkProcess aftertalk =
                    AftertalkProcess.fastStarted(home, folder.resolve("data"), List.of(), settings)) {
                aftertalk.start();
                String event = SignedWebhook.closedConversation(1);
                assertThat(new SignedWebhook(aftertalk.port()).post(event)).isEqualTo(202);
                LedgerFile ledger = new LedgerFile(folder.resolve("data"));
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> ledger.run(EventIds.of(event), "slack-alert"), run -> run.equals("done"));
                assertThat(slack.asked()).hasSize(1);
                await().atMost(Duration.ofSeconds(30)).until(() -> aftertalk
                        .log()
                        .contains("since lib/ changed: run \"java -jar aftertalk.jar fast-start\""));
            }
        }
    }

    private void makesItAnewInsteadOfStartingTheJarThatWasReplaced(Path home) throws Exception {
        try (FileChannel other = FileChannel.open(home.resolve("fast-start/lock"), StandardOpenOption.WRITE);
                AftertalkProcess old = AftertalkProcess.fastStarted(home, folder.resolve("data"), List.of(), SECRETS)) {
            other.lock();
            assertThat(old.launch().awaitExit(Duration.ofMinutes(3))).isEqualTo(1);
            assertThat(old.log()).endsWith("start the server with: java -jar aftertalk.jar\n");
        }
        Files.delete(folder.resolve("data.log"));
        try (AftertalkProcess old = AftertalkProcess.fastStarted(home, folder.resolve("data"), List.of(), SECRETS)) {
            assertThat(old.launch().awaitExit(Duration.ofMinutes(3))).isEqualTo(1);
            assertThat(old.log())
                    .startsWith("aftertalk.jar was replaced")
                    .contains("java -Xmx256m @fast-start/options")
                    .doesNotContain("Starting AftertalkApplication");
        }
    }

    @Test
    void saysWhyNoFasterStartCanBeMadeAndWhatItNeeds() throws Exception {
        Path home = home();
        Path inTheWay = Files.createFile(home.resolve("fast-start"));
        assertThat(command(home, "fast-start"))
                .startsWith(
                        "1\nIt failed, and all is as it was: fast-start can't be written: a file of that name is there.")
                .contains("a user who may write there");
        Files.delete(inTheWay);
        Path lock = Files.createDirectory(inTheWay).resolve("lock");
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            other.lock();
            assertThat(command(home, "fast-start")).startsWith("1\nAnother fast-start is at work");
        }
        assertThat(inTheWay).isDirectoryNotContaining(file -> !file.equals(lock));
    }

    @Test
    void saysWhatTheServerSaidThatDidNotStart() throws Exception {
        Path home = home();
        jarForAnotherCamel(home);
        assertThat(command(home, "fast-start"))
                .startsWith("1\n")
                .contains("The first start came to nothing:\n")
                .contains("Aftertalk can't start: it runs on Camel " + LibraryJars.camelVersion());
        assertThat(home.resolve("fast-start")).isDirectoryNotContaining("glob:**/1*");
    }

    /** The file that it has made once it unpacks, and once it starts. */
    @ParameterizedTest
    @ValueSource(strings = {"fast-start/1/lib", "routes/webhook.camel.yaml"})
    void leavesNeitherFilesNorAProcessBehindWhenItIsEndedHalfway(String made) throws Exception {
        Path home = home();
        Process process = jar(home, Path.of("target/aftertalk.jar"), "fast-start")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("printed").toFile())
                .start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(home.resolve("fast-start/1.part").resolve(made))
                        && process.descendants().findAny().isPresent());
        List<ProcessHandle> server = process.descendants().toList();
        process.destroy();
        process.waitFor();
        await().atMost(Duration.ofSeconds(30)).until(() -> server.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(home.resolve("fast-start")).isDirectoryNotContaining("glob:**/1*");
    }

    @Test
    void refusesAJarForAnotherVersionOfCamel() throws Exception {
        Path home = home();
        jarForAnotherCamel(home);
        try (AftertalkProcess aftertalk = AftertalkProcess.in(home, folder.resolve("data"), SECRETS)) {
            assertThat(aftertalk.launch().awaitExit()).isNotZero();
            assertThat(aftertalk.log())
                    .contains("Aftertalk can't start: it runs on Camel " + LibraryJars.camelVersion())
                    .contains("lib/camel-nats-4.16.0.jar is for Camel 4.16.0")
                    .contains("add-component")
                    .doesNotContain("\tat ");
            assertThat(folder.resolve("data")).doesNotExist();
        }
    }

    private static void jarForAnotherCamel(Path home) throws IOException {
        Path jar = home.resolve("lib/camel-nats-4.16.0.jar");
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Path pom = files.getPath("META-INF/maven/org.apache.camel/camel-nats/pom.properties");
            Files.createDirectories(pom.getParent());
            Files.write(pom, "groupId=org.apache.camel\nversion=4.16.0\n".getBytes(UTF_8));
        }
    }

    /** A repository of files: the component, what it needs of its own, and what Aftertalk has in another version. */
    private Path repository() throws IOException {
        Path repository = folder.resolve("repository");
        String camel = LibraryJars.camelVersion();
        put(
                repository,
                "org.apache.camel.springboot",
                "camel-parrot-starter",
                camel,
                "org.example:parrot:1.2",
                "org.slf4j:slf4j-api:2.0.1");
        put(repository, "org.example", "parrot", "1.2");
        put(repository, "org.slf4j", "slf4j-api", "2.0.1");
        return repository;
    }

    private static void put(Path repository, String group, String artifact, String version, String... needs)
            throws IOException {
        Path there = Files.createDirectories(
                repository.resolve(group.replace('.', '/')).resolve(artifact).resolve(version));
        StringBuilder pom = new StringBuilder(
                "<project><modelVersion>4.0.0</modelVersion><groupId>" + group + "</groupId><artifactId>" + artifact
                        + "</artifactId><version>" + version + "</version><dependencies>");
        for (String need : needs) {
            String[] parts = need.split(":");
            pom.append("<dependency><groupId>" + parts[0] + "</groupId><artifactId>" + parts[1]
                    + "</artifactId><version>" + parts[2] + "</version></dependency>");
        }
        Files.writeString(there.resolve(artifact + "-" + version + ".pom"), pom + "</dependencies></project>");
        try (FileSystem jar =
                FileSystems.newFileSystem(there.resolve(artifact + "-" + version + ".jar"), Map.of("create", "true"))) {
            Files.writeString(jar.getPath("x"), artifact);
        }
    }

    private String add(Path home, String name) throws Exception {
        return command(
                home, "add-component", name, "--repository=" + repository().toUri());
    }

    private String command(Path home, String... arguments) throws Exception {
        return runJar(home, Path.of("target/aftertalk.jar"), arguments);
    }

    private String runJar(Path home, Path jar, String... arguments) throws Exception {
        Process process = jar(home, jar, arguments).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() + "\n" + printed;
    }

    private ProcessBuilder jar(Path home, Path jar, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmaven.repo.local=" + folder.resolve("m2"),
                "-Duser.home=" + folder,
                "-jar",
                jar.toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(home.toFile());
    }

    private static List<String> libraries(Path home) {
        return Arrays.stream(home.resolve("lib").toFile().list()).sorted().toList();
    }

    @Test
    void fetchesAComponentWithWhatItNeedsAndAftertalkLacks() throws Exception {
        Path home = home();
        Files.writeString(home.resolve("lib/parrot-1.1.jar"), "of before");

        assertThat(add(home, "parrot"))
                .startsWith("0\n")
                .contains("parrot-1.1.jar is replaced by parrot-1.2.jar")
                .contains("2 files are in lib/. They are used from the next start on.");
        assertThat(libraries(home))
                .containsExactly("camel-parrot-starter-" + LibraryJars.camelVersion() + ".jar", "parrot-1.2.jar");
    }

    @Test
    void saysWhatToDoWhenThereIsNoSuchComponent() throws Exception {
        Path home = home();

        assertThat(add(home, "parot"))
                .startsWith("1\n")
                .contains("camel-parot-starter")
                .contains("Nothing was changed. Is the name right?")
                .doesNotContain("\tat ");
        assertThat(libraries(home)).isEmpty();
    }
}
