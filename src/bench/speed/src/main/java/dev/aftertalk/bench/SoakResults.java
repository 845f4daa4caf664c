package dev.aftertalk.bench;

import dev.aftertalk.bench.SoakSampler.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that came of a soak.
 *
 * @param machine what it was done on and with
 * @param steady null where that phase was left out
 * @param killing null where that phase was left out
 */
record SoakResults(Map<String, String> machine, Steady steady, Killing killing) {

    /** What is fitted, by name, with what it is called. */
    static Map<String, String> fitted() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("heap", "Heap after a full collection, MiB");
        figures.put("memory", "Resident memory, MiB");
        figures.put("threads", "Threads");
        figures.put("files", "Open files");
        figures.put("meters", "Meters");
        figures.put("perEvent", "Database, KiB an event");
        figures.put("log", "Its write-ahead log, MiB");
        figures.put("ack.p50", "Half acknowledged within, ms");
        figures.put("ack.p99", "99 % acknowledged within, ms");
        figures.put("onTheWay", "Runs on the way");
        figures.put("dead", "Dead runs");
        figures.put("errors", "Errors in the log");
        figures.put("warnings", "Warnings in the log");
        return figures;
    }

    /**
     * The phase with edits and outages.
     *
     * @param trends by the name of the figure, after the warm-up and without what was noted while an outage was felt
     * @param editMillis of each edit, until it ran
     * @param failures edits that did not run, and outages whose backlog did not go
     */
    record Steady(
            long seconds,
            List<Sample> samples,
            Map<String, Trend> trends,
            int edits,
            List<Double> editMillis,
            List<SoakOutages.Outage> outages,
            SoakMails mails,
            List<String> errors,
            List<String> failures) {}

    /**
     * The phase with kills.
     *
     * @param restartMillis of each kill, from the start after it to the first acknowledgement
     */
    record Killing(
            long seconds, List<Sample> samples, List<Double> restartMillis, SoakMails mails, List<String> errors) {}

    static Map<String, Trend> trends(List<Sample> samples, Duration warmUp) {
        double from = warmUp.toMillis() / 3_600_000.0;
        Map<String, Trend> trends = new LinkedHashMap<>();
        for (String name : fitted().keySet()) {
            trends.put(
                    name,
                    Trend.of(samples.stream()
                            .filter(sample -> sample.hour() > from && !sample.disturbed())
                            .map(sample -> new Trend.Point(sample.hour(), new Figures(sample.figures()).get(name)))
                            .toList()));
        }
        return trends;
    }

    /** @return whether each event had its mail, each edit ran, and each backlog went */
    boolean isRight() {
        return (steady == null || steady.mails().isRight() && steady.failures().isEmpty())
                && (killing == null || killing.mails().isRight());
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder.toAbsolutePath());
        Files.writeString(folder.resolve("soak.json"), Results.JSON.writeValueAsString(this) + "\n");
        Files.writeString(folder.resolve("soak.md"), new SoakReport(this).markdown());
    }
}
