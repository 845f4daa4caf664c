package dev.aftertalk.care.rehearse;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.ledger.history.PastEvents;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is to be rehearsed.
 *
 * @param last how many of the last events; 0 for those that are named or given
 * @param ids of events in the ledger
 * @param samples events as they would come
 * @param files what is other than what runs
 * @param all whether to show events that come to the same
 */
record RehearsalRequest(int last, List<String> ids, List<PastEvent> samples, List<GivenFile> files, boolean all) {

    /** As many as are rehearsed at once. */
    static final int MOST = 10_000;

    private static final int WITHOUT = 100;
    private static final Set<String> KNOWN = Set.of("last", "eventIds", "events", "files", "all");

    /** @param text null for a file that is gone */
    record GivenFile(RouteFile.Kind kind, String path, String text) {}

    /** @throws IllegalArgumentException saying what to write instead */
    static RehearsalRequest of(Map<String, Object> body) {
        body.keySet().stream().filter(name -> !KNOWN.contains(name)).findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("There is no \"" + name
                    + "\"; there are last, eventIds, events, files (a list of kind, path and text) and all.");
        });
        List<String> ids = list(body, "eventIds").stream().map(String::valueOf).toList();
        List<PastEvent> samples =
                list(body, "events").stream().map(SampleEvents::of).toList();
        List<GivenFile> files =
                list(body, "files").stream().map(RehearsalRequest::file).toList();
        boolean named = !ids.isEmpty() || !samples.isEmpty();
        int last = body.get("last") == null ? named ? 0 : WITHOUT : last(body.get("last"));
        if (named && last > 0) {
            throw new IllegalArgumentException("Say either last, or eventIds and events.");
        }
        return new RehearsalRequest(last, ids, samples, files, Boolean.TRUE.equals(body.get("all")));
    }

    private static int last(Object value) {
        if (value instanceof Integer number && number >= 1 && number <= MOST) {
            return number;
        }
        throw new IllegalArgumentException("last must be a number from 1 to " + MOST + ".");
    }

    private static List<?> list(Map<String, Object> body, String name) {
        Object value = body.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.size() <= MOST) {
            return list;
        }
        throw new IllegalArgumentException(name + " must be a list of at most " + MOST + ".");
    }

    private static GivenFile file(Object value) {
        if (value instanceof Map<?, ?> file
                && file.get("kind") instanceof String kind
                && file.get("path") instanceof String path
                && (file.get("text") == null || file.get("text") instanceof String)) {
            Path normal = Path.of(path).normalize();
            if (path.isBlank() || normal.isAbsolute() || normal.startsWith("..")) {
                throw new IllegalArgumentException("The path of a file is written below the folder of its kind, as in"
                        + " workflows/thank-you-email.camel.yaml.");
            }
            return new GivenFile(kind(kind), normal.toString(), (String) file.get("text"));
        }
        throw new IllegalArgumentException(
                "Each of files has kind (routes, kamelet, template or sample), path and text; without text it is gone.");
    }

    private static RouteFile.Kind kind(String written) {
        return switch (written) {
            case "routes" -> RouteFile.Kind.ROUTES;
            case "kamelet" -> RouteFile.Kind.KAMELET;
            case "template" -> RouteFile.Kind.TEMPLATE;
            case "sample" -> RouteFile.Kind.SAMPLE;
            default ->
                throw new IllegalArgumentException(
                        "There is no kind \"" + written + "\"; there are routes, kamelet, template and sample.");
        };
    }

    boolean hasFiles() {
        return !files.isEmpty();
    }

    /**
     * The events.
     *
     * @throws IllegalArgumentException for an id that the ledger does not know
     */
    Stream<PastEvent> events(JdbcClient reads) {
        if (last > 0) {
            return PastEvents.last(reads, last);
        }
        List<PastEvent> all = new ArrayList<>(samples);
        for (String id : ids) {
            all.add(PastEvents.of(reads, id)
                    .orElseThrow(() -> new IllegalArgumentException("The ledger has no event " + id + ".")));
        }
        return all.stream();
    }

    /** What runs, with the files in place of its own. */
    RouteSet candidate(RouteSet running, RouteFolders folders) {
        RouteSet candidate = running;
        for (GivenFile file : files) {
            Path path = folders.place(file.kind(), file.path());
            candidate = file.text() == null
                    ? candidate.without(path)
                    : candidate.with(
                            new RouteFile(path, file.kind(), file.text().getBytes(StandardCharsets.UTF_8)));
        }
        return candidate;
    }
}
