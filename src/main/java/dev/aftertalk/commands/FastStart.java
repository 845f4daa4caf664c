package dev.aftertalk.commands;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.FileSystemUtils;

/** A jar of Aftertalk, unpacked into a folder, with the archive that the JVM makes of its classes at the end of a first start. */
final class FastStart {

    /** From this version on the JVM keeps classes as they are linked, and how often what is called (JEP 483, 514, 515). */
    private static final int WITH_AOT_CACHE = 25;

    private static final String MAIN = "dev.aftertalk.AftertalkApplication";

    private static final String NOBODY = "http://127.0.0.1:9";

    /** Of the environment nothing else: a setting in it could have the first start talk to somebody. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

    /** None of people's own, all workflows on, and nobody to be found where they look. */
    private static final List<String> SETTINGS = List.of(
            "--spring.config.location=classpath:/",
            "--server.address=127.0.0.1",
            "--aftertalk.public-url=" + NOBODY,
            "--iadvize.rest.url=" + NOBODY + "/api/2",
            "--iadvize.rest.api-key=none",
            "--mail.host=127.0.0.1",
            "--mail.port=9",
            "--mail.security=none",
            "--mail.from=nobody@example.org",
            "--jira.url=" + NOBODY,
            "--jira.email=nobody@example.org",
            "--jira.api-token=none",
            "--jira.project=NONE",
            "--salesforce.login-url=" + NOBODY,
            "--salesforce.client-id=none",
            "--salesforce.client-secret=none",
            "--workflows.promo-code=on",
            "--workflows.satisfaction-survey=on");

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path folder;
    private final Path jar;
    private final Path archive;
    private final String java;
    private final boolean hasAotCache;

    /** @param name of the jar */
    FastStart(Path folder, String name) {
        this.folder = folder;
        this.jar = folder.resolve(name);
        this.hasAotCache = Runtime.version().feature() >= WITH_AOT_CACHE;
        this.archive = folder.resolve(hasAotCache ? "aftertalk.aot" : "aftertalk.jsa");
        this.java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** @throws IllegalStateException when it can't be */
    void unpack(Path from) throws IOException, InterruptedException {
        Process unpacks = new ProcessBuilder(
                        java, "-Djarmode=tools", "-jar", "" + from, "extract", "--destination", "" + folder)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (unpacks.waitFor() != 0) {
            throw new IllegalStateException(from + " can't be unpacked into " + folder);
        }
    }

    /**
     * Starts it, waits until it is ready and stops it, whereupon the JVM makes the archive.
     *
     * @throws IllegalStateException when it does not start, or the JVM makes none
     */
    void firstStart() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("aftertalk-first-start");
        try {
            copyRoutes(home.resolve("routes"));
            int port = freePort();
            List<String> command = command(port);
            Process server = server(command, home);
            try {
                awaitReady(server, port, home);
            } finally {
                server.destroy();
            }
            if (!server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || !Files.exists(archive)) {
                server.destroyForcibly();
                throw new IllegalStateException("Java made no archive of the classes: " + lastLine(home));
            }
        } finally {
            FileSystemUtils.deleteRecursively(home);
        }
    }

    /** Writes the JVM's argument file, which starts it with the archive. */
    void writeOptions() throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "# Made by \"java -jar aftertalk.jar fast-start\", which makes it anew; for",
                "#   java -Xmx256m @fast-start/options"));
        options.addAll(jvm());
        options.add((hasAotCache ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + quoted(archive.toString()));
        options.add("-cp");
        options.add(quoted(classPath()));
        options.add(MAIN);
        Files.write(folder.resolve("options"), options);
    }

    private static List<String> jvm() {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:ReservedCodeCacheSize=128m",
                "--enable-native-access=ALL-UNNAMED");
    }

    /** What lies in lib/ comes first, as with the jar, and whatever lies there at the start: the JVM does without the archive then. */
    private String classPath() {
        return Path.of("lib").toAbsolutePath() + File.separator + "*" + File.pathSeparator + jar;
    }

    private static String quoted(String path) {
        return '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private List<String> command(int port) {
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m"));
        command.addAll(jvm());
        command.add((hasAotCache ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + archive);
        command.addAll(List.of("-cp", classPath(), MAIN));
        command.addAll(SETTINGS);
        command.add("--server.port=" + port);
        command.add("--iadvize.webhook.secrets=" + UUID.randomUUID());
        return command;
    }

    private static Process server(List<String> command, Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("log").toFile());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        return builder.start();
    }

    private static void awaitReady(Process server, int port, Path home) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(port)) {
            if (server.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IllegalStateException("The first start came to nothing: " + lastLine(home));
            }
        }
    }

    private static boolean isReady(int port) {
        try {
            HttpURLConnection asks =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness")
                            .toURL()
                            .openConnection();
            asks.setConnectTimeout(1_000);
            asks.setReadTimeout(5_000);
            return asks.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    private static String lastLine(Path home) throws IOException {
        List<String> log = Files.readAllLines(home.resolve("log"));
        return log.isEmpty() ? "it said nothing" : log.get(log.size() - 1);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Those that the jar brings for this: in people's own something could begin to work. */
    private static void copyRoutes(Path to) throws IOException {
        String root = "fast-start/routes/";
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath*:" + root + "**/*.*")) {
            String url = file.getURL().toString();
            Path copy = to.resolve(url.substring(url.lastIndexOf(root) + root.length()));
            Files.createDirectories(copy.getParent());
            try (InputStream in = file.getInputStream()) {
                Files.copy(in, copy);
            }
        }
    }
}
