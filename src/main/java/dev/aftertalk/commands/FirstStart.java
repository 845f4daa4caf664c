package dev.aftertalk.commands;

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

/** A server that is started once for the JVM to see what a start needs, in a folder of its own and with nobody to talk to. */
final class FirstStart {

    private static final String NOBODY = "http://127.0.0.1:9";

    /** Of the environment nothing else: a setting in it could have it talk to somebody. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR");

    /** None of people's own, all workflows on, and nobody to be found where they look. */
    private static final List<String> SETTINGS = List.of(
            "--spring.config.location=classpath:/",
            "--server.address=127.0.0.1",
            "--aftertalk.disk.min-free=1MB",
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

    private final Path home;
    private final Path log;
    private volatile Process server;

    /**
     * @param home its folder
     * @param log what it says
     */
    FirstStart(Path home, Path log) {
        this.home = home;
        this.log = log;
    }

    /**
     * Starts it, waits until it is ready and stops it.
     *
     * @param java the command, without settings
     * @return whether it has ended by itself
     * @throws IllegalStateException when it does not get ready
     */
    boolean run(List<String> java) throws IOException, InterruptedException {
        copyRoutes(home.resolve("routes"));
        int port = freePort();
        List<String> command = new ArrayList<>(java);
        command.addAll(SETTINGS);
        command.add("--server.port=" + port);
        command.add("--iadvize.webhook.secrets=" + UUID.randomUUID());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        server = builder.start();
        awaitReady(port);
        server.destroy();
        return server.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Ends it if it still runs. */
    void end() throws InterruptedException {
        Process started = server;
        if (started != null) {
            started.destroyForcibly().waitFor();
        }
    }

    private void awaitReady(int port) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady(port)) {
            if (server.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                throw new IllegalStateException("The first start came to nothing");
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
