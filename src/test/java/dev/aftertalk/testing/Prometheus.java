package dev.aftertalk.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one server every second, and the tool that comes with it. */
public final class Prometheus implements AutoCloseable {

    /** What to do where {@link #isInstalled} says no. */
    public static final String HOW_TO_INSTALL =
            "needs prometheus and promtool on the path: apt-get install --no-install-recommends prometheus";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final int port;

    private Prometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static boolean isInstalled() {
        List<String> path = Arrays.asList(System.getenv("PATH").split(File.pathSeparator));
        return List.of("prometheus", "promtool").stream()
                .allMatch(tool -> path.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))));
    }

    /**
     * Starts it; {@link #close} ends it.
     *
     * @param folder for its settings and data
     * @param rules its rule file
     * @param target port of the server to scrape
     */
    public static Prometheus start(Path folder, Path rules, int target, String token) throws IOException {
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"),
                """
                global: { scrape_interval: 1s, evaluation_interval: 1s }
                rule_files: [ "%s" ]
                scrape_configs:
                  - job_name: aftertalk
                    metrics_path: /actuator/prometheus
                    authorization: { credentials: %s }
                    static_configs: [ { targets: [ "127.0.0.1:%d" ] } ]
                """
                        .formatted(rules.toAbsolutePath(), token, target));
        int port = FreePort.next();
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        return new Prometheus(process, port);
    }

    /** The answer of {@code /api/v1/...}; missing while it does not answer yet. */
    public JsonNode get(String path) throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                    .timeout(Duration.ofSeconds(30))
                    .build();
            return JSON.readTree(
                    CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** What it says to an expression: {@code status}, {@code error}, {@code data.result}. */
    public JsonNode query(String expression) throws InterruptedException {
        return get("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    /** The one value of an expression; not a number when there is none. */
    public double value(String expression) throws InterruptedException {
        return query(expression).at("/data/result/0/value/1").asDouble(Double.NaN);
    }

    /**
     * Runs promtool.
     *
     * @param input what it reads
     * @return its exit code, a line break, and what it said
     */
    public static String promtool(String input, String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "promtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        Path given = Files.writeString(Files.createTempFile("promtool", ".in"), input);
        Path said = Files.createTempFile("promtool", ".out");
        try {
            Process tool = new ProcessBuilder(command)
                    .redirectInput(given.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!tool.waitFor(30, TimeUnit.SECONDS)) {
                tool.destroyForcibly();
                throw new IllegalStateException("promtool does not end");
            }
            return tool.exitValue() + "\n" + Files.readString(said);
        } finally {
            Files.delete(given);
            Files.delete(said);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
