package dev.aftertalk.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;

/** The packaged jar as a process of its own, with the routes of this project, as an ops person runs it. */
public final class AftertalkProcess implements AutoCloseable {

    /** The compiler and the garbage collector that the README starts it with. */
    private static final List<String> JVM =
            List.of(System.getProperty("test.jvm", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                    .split(" "));

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path home;
    private final int port;
    private final Path log;
    private final List<String> command;
    private Process process;

    private AftertalkProcess(Path home, int port, Path log, List<String> command) {
        this.home = home;
        this.port = port;
        this.log = log;
        this.command = command;
    }

    /**
     * Prepares, does not start. It runs as {@link UnpackedJar}.
     *
     * @param data the data folder
     * @param settings as {@code --name=value}
     */
    public static AftertalkProcess with(Path data, String... settings) throws IOException {
        return unpackedIn(Path.of(""), data, settings);
    }

    /** The same with the jar as it is deployed. */
    public static AftertalkProcess asDeployed(Path data, String... settings) throws IOException {
        return in(Path.of(""), data, settings);
    }

    /**
     * The same for a folder of its own, with what it holds: {@code routes/}, {@code lib/}, {@code application.properties}.
     *
     * @param home where the process runs
     */
    public static AftertalkProcess in(Path home, Path data, String... settings) throws IOException {
        return of(java(), deployed(), home, data, settings);
    }

    /** The same as {@link UnpackedJar}, which has no {@code lib/}. */
    public static AftertalkProcess unpackedIn(Path home, Path data, String... settings) throws IOException {
        List<String> java = java();
        return of(java, UnpackedJar.command(java), home, data, settings);
    }

    /** The same with the {@code aftertalk.jar} that lies in that folder, which may be of another version. */
    public static AftertalkProcess installed(Path home, Path data, String... settings) throws IOException {
        String jar = home.resolve("aftertalk.jar").toAbsolutePath().toString();
        return of(java(), List.of("-jar", jar), home, data, settings);
    }

    /**
     * The same by the options that the command fast-start has made in that folder.
     *
     * @param jvm further options
     */
    public static AftertalkProcess fastStarted(Path home, Path data, List<String> jvm, String... settings)
            throws IOException {
        List<String> java = new ArrayList<>(java());
        java.addAll(jvm);
        return of(java, List.of("@fast-start/options"), home, data, settings);
    }

    /** The jar as it is deployed, with the sandbox in its {@code lib/} and routes of its own, in a folder beside the data. */
    public static AftertalkProcess withSandbox(Path data, String... settings) throws IOException {
        Path home = data.resolveSibling(data.getFileName() + ".home");
        Path lib = Files.createDirectories(home.resolve("lib"));
        Files.copy(Path.of("target/aftertalk-sandbox.jar"), lib.resolve("aftertalk-sandbox.jar"));
        FileSystemUtils.copyRecursively(Path.of("routes"), home.resolve("routes"));
        return in(home, data, settings);
    }

    /** @param jar the end of the command, before the settings */
    static AftertalkProcess of(List<String> java, List<String> jar, Path home, Path data, String... settings)
            throws IOException {
        int port = FreePort.next();
        List<String> command = new ArrayList<>(java);
        command.add("-Xmx256m");
        command.addAll(jar);
        command.addAll(List.of("--server.port=" + port, "--aftertalk.data-dir=" + data));
        command.addAll(Arrays.asList(settings));
        return new AftertalkProcess(
                home.toAbsolutePath(), port, data.resolveSibling(data.getFileName() + ".log"), command);
    }

    private static List<String> deployed() {
        return List.of("-jar", Path.of("target/aftertalk.jar").toAbsolutePath().toString());
    }

    /** On another Java than that of the tests, which has no use for the archive of that. @param home its folder */
    public AftertalkProcess on(Path home) {
        command.removeIf(option -> option.startsWith("-XX:SharedArchiveFile="));
        command.set(0, home.resolve("bin/java").toString());
        return this;
    }

    private static List<String> java() {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(JVM);
        return java;
    }

    /** The settings that lead to these peers. */
    public static String[] settings(IadvizePeer iadvize, SmtpPeer smtp) {
        return new String[] {
            "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
            "--iadvize.rest.url=" + iadvize.restUrl(),
            "--iadvize.rest.api-key=key",
            "--mail.host=127.0.0.1",
            "--mail.port=" + smtp.port(),
            "--mail.security=none",
            "--mail.from=thanks@shop.test"
        };
    }

    /** Starts, and returns once the server is ready. */
    public AftertalkProcess start() throws IOException {
        return launch().awaitReady();
    }

    /** Starts, and returns at once. */
    public AftertalkProcess launch() throws IOException {
        process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return this;
    }

    /** Returns once the server is ready. */
    public AftertalkProcess awaitReady() throws IOException {
        Awaitility.await("ready, see " + log)
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || health() == 200);
        if (!process.isAlive()) {
            throw new IllegalStateException("It did not start:\n" + Files.readString(log));
        }
        return this;
    }

    public int port() {
        return port;
    }

    /** The number of the process that runs. */
    public long pid() {
        return process.pid();
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** As kill -9. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    /** As kill -STOP: it is there, and does nothing, until {@link #thaw}. */
    public void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** As kill -CONT. */
    public void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** As kill, without waiting. */
    public void askToStop() {
        process.destroy();
    }

    /** The status of an answer to this path; 0 when nobody answers. */
    public int status(String path) {
        return get(path);
    }

    /** Runs a command of the jar as {@link UnpackedJar}, and returns its exit code, a line break, and what it printed. */
    public static String command(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java());
        command.addAll(UnpackedJar.command(java()));
        command.addAll(Arrays.asList(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + printed;
    }

    /** As kill; the exit code. */
    public int terminate() throws InterruptedException {
        askToStop();
        return awaitExit();
    }

    /** Waits until it has stopped; the exit code. */
    public int awaitExit() throws InterruptedException {
        return awaitExit(Duration.ofSeconds(40));
    }

    /** Waits until it has ended by itself, for as long as what it does may take; the exit code. */
    public int awaitExit(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("It does not stop");
        }
        return process.exitValue();
    }

    private int health() {
        return get("/health");
    }

    private int get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
