package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Edits of the workflow that sends the mails: each gives it another description, and must run within a minute. The first is after half of the
 * time between two, so that none is at the time of a sample.
 */
final class SoakEdits implements SoakTask {

    private static final String FILE = "routes/workflows/thank-you-email.camel.yaml";
    private static final String DESCRIPTION = "(?m)^    description: .*$";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final Routes routes;
    private final Duration every;
    private final Duration length;
    private final List<Double> millis = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int edits;
    private long savedAt;
    private String version = "";

    /** What runs of the file whose path ends so. */
    interface Routes {
        Optional<SoakApi.RouteFile> file(String end) throws IOException, InterruptedException;
    }

    /**
     * @param folder the server's
     * @param length of the phase, at whose end none is begun
     */
    SoakEdits(Path folder, Routes routes, Duration every, Duration length) {
        this.folder = folder;
        this.routes = routes;
        this.every = every;
        this.length = length;
    }

    @Override
    public void tick(Duration now) throws IOException, InterruptedException {
        if (every.isZero()) {
            return;
        }
        if (!version.isEmpty()) {
            look();
        }
        Duration due = every.multipliedBy(2L * edits + 1).dividedBy(2);
        if (version.isEmpty() && now.compareTo(due) >= 0 && due.plus(every).compareTo(length) <= 0) {
            save();
        }
    }

    private void save() throws IOException {
        edits++;
        Path file = folder.resolve(FILE);
        String text = Files.readString(file)
                .replaceFirst(
                        DESCRIPTION, "    description: Thanks the visitor by e-mail, as edited " + edits + " times");
        Path whole = Files.writeString(folder.resolve("edited.yaml"), text);
        savedAt = System.nanoTime();
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        version = LedgerFill.sha256(text);
    }

    private void look() throws InterruptedException {
        Optional<SoakApi.RouteFile> runs = running();
        double took = (System.nanoTime() - savedAt) / 1e6;
        if (runs.isPresent()
                && runs.get().version().equals(version)
                && runs.get().state().equals("running")) {
            millis.add(took);
            version = "";
        } else if (took > PATIENCE.toMillis()) {
            failures.add(
                    "Edit " + edits + " is not deployed after " + PATIENCE.toSeconds() + " s: " + runs.orElse(null));
            version = "";
        }
    }

    /** @return empty where the server doesn't say, which it may be too busy for */
    private Optional<SoakApi.RouteFile> running() throws InterruptedException {
        try {
            return routes.file(FILE);
        } catch (IOException e) {
            SpeedBenchmark.say("  " + e);
            return Optional.empty();
        }
    }

    int count() {
        return edits;
    }

    /** @return from each save until it ran, to the quarter of a second in which that is looked at */
    List<Double> millis() {
        return List.copyOf(millis);
    }

    /** @return at the end */
    List<String> failures() {
        List<String> all = new ArrayList<>(failures);
        if (!version.isEmpty()) {
            all.add("Edit " + edits + " was not deployed before the end");
        }
        return all;
    }
}
