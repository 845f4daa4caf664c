package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.deploy.GoodEdits.Saved;
import dev.aftertalk.deploy.RouteFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The folder {@code routes/} of a running server, as somebody edits it who looks at {@code /api/routes}. */
final class EditedRoutes {

    /** Neither a template nor YAML nor JSON ends so. */
    private static final String NO_END = "\n<#if {";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration POLL = Duration.ofMillis(20);

    private final Path home;
    private final HttpRequest request;

    /** @param home the folder in which the server runs */
    EditedRoutes(Path home, int port, String authorization) {
        this.home = home;
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/routes"))
                .header("Authorization", authorization)
                .build();
    }

    /** @param name below {@code routes/} */
    Path file(String name) {
        return home.resolve("routes").resolve(name);
    }

    /** The names of the files that are there now. */
    List<String> all() throws IOException {
        Path folder = home.resolve("routes");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .toList();
        }
    }

    /**
     * As an editor does. Of half a file the second half comes when the server has answered, which on a busy machine may take longer than the
     * settle time: half a file that is one by itself would run until then, and rightly.
     */
    void save(String name, byte[] bytes, Saved how) throws Exception {
        Path file = file(name);
        switch (how) {
            case IN_PLACE -> Files.write(file, bytes);
            case BY_RENAME -> {
                Path beside = Files.write(file.resolveSibling(file.getFileName() + "~"), bytes);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            case HALF_FIRST -> {
                Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                Files.writeString(file, NO_END, StandardOpenOption.APPEND);
                shown();
                Files.write(file, bytes);
            }
            case DELETED_FIRST -> {
                Files.delete(file);
                shown();
                Files.write(file, bytes);
            }
        }
    }

    /** What the server says of each file, by its name below {@code routes/}. */
    Map<String, JsonNode> shown() throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Map<String, JsonNode> files = new TreeMap<>();
        for (JsonNode each : JSON.readTree(answer.body()).get("files")) {
            files.put(each.get("path").asText().replaceFirst("^routes/", ""), each);
        }
        return files;
    }

    /** Those that are refused, each with the first thing that is said of it. */
    Map<String, JsonNode> awaitRefused(Object what) {
        Map<String, JsonNode> refused = new TreeMap<>();
        await(what + " is refused", () -> {
            shown().forEach((name, file) -> {
                if (!file.get("findings").isEmpty()) {
                    refused.put(name, file);
                }
            });
            return !refused.isEmpty();
        });
        return refused;
    }

    /**
     * Waits until just these files run as they are on the disk, and no other is refused or waits.
     *
     * @param versions of some of them; null for one that is gone
     */
    void awaitLive(Object what, Map<String, String> versions) {
        Map<String, String> last = new TreeMap<>();
        try {
            await(what + " runs", () -> {
                Map<String, JsonNode> files = shown();
                last.clear();
                files.forEach((name, file) -> {
                    if (!file.get("state").asText().equals("running")) {
                        last.put(name, file.toString());
                    }
                });
                return last.isEmpty()
                        && versions.entrySet().stream().allMatch(each -> each.getValue()
                                .equals(
                                        files.containsKey(each.getKey())
                                                ? files.get(each.getKey())
                                                        .get("version")
                                                        .asText()
                                                : ""));
            });
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(what + " does not run: " + last, e);
        }
    }

    /** What the server calls a version of a file; empty for one that is gone. */
    static String version(byte[] bytes) {
        return bytes == null ? "" : new RouteFile(Path.of(""), RouteFile.Kind.ROUTES, bytes).version();
    }

    static Map<String, String> versions(Map<String, byte[]> files) {
        return files.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> version(each.getValue())));
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).pollDelay(POLL).pollInterval(POLL).until(condition);
    }
}
