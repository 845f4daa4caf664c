package dev.aftertalk.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Notes, again and again, what the server takes and how fast it is. */
final class SoakSampler implements SoakTask {

    private final SoakServer server;
    private final SoakApi api;
    private final SoakOptions options;
    private final SteadyLoad load;
    private final MailAccount account;
    private final LogLines log;
    private final Heap heap;
    private final BooleanSupplier disturbed;
    private final double sizeBefore;
    private final List<Sample> samples = new ArrayList<>();
    private boolean wasDisturbed;

    /**
     * What was noted at one time.
     *
     * @param hour of the phase
     * @param disturbed whether an outage was felt then, or since the one before
     */
    record Sample(double hour, boolean disturbed, Map<String, Double> figures) {}

    /** @param disturbed whether an outage is felt */
    SoakSampler(
            SoakServer server,
            SoakApi api,
            SoakOptions options,
            SteadyLoad load,
            MailAccount account,
            LogLines log,
            BooleanSupplier disturbed) {
        this.server = server;
        this.api = api;
        this.options = options;
        this.load = load;
        this.account = account;
        this.log = log;
        this.disturbed = disturbed;
        heap = new Heap(options.java());
        sizeBefore = server.databaseSize();
    }

    @Override
    public void tick(Duration now) throws IOException, InterruptedException {
        wasDisturbed |= disturbed.getAsBoolean();
        if (now.compareTo(options.sampleEvery().multipliedBy(samples.size() + 1L)) < 0) {
            return;
        }
        Figures figures = new Figures();
        note(figures);
        samples.add(new Sample(now.toMillis() / 3_600_000.0, wasDisturbed, figures.values()));
        say(now, figures, wasDisturbed);
        wasDisturbed = disturbed.getAsBoolean();
    }

    private void note(Figures figures) throws IOException, InterruptedException {
        long pid = server.pid();
        double[] latencies = load.takeLatencies();
        figures.put("events", account.acknowledged());
        figures.put("ack.p50", Statistics.percentile(latencies, 0.50));
        figures.put("ack.p99", Statistics.percentile(latencies, 0.99));
        figures.put("memory", Proc.memory(pid));
        figures.put("threads", Proc.threadCount(pid));
        figures.put("files", Proc.openFiles(pid));
        noteMeters(figures);
        figures.put("awaited", account.mostAwaited());
        double size = server.databaseSize();
        figures.put("database", size / 1024);
        figures.put("perEvent", (size - sizeBefore) / account.acknowledged());
        figures.put("log", server.logSize() / 1024);
        log.read();
        figures.put("errors", log.errors());
        figures.put("warnings", log.warnings());
        boolean collects = (samples.size() + 1) % options.samplesPerHeap() == 0;
        figures.put("heap", collects ? heap.afterCollection(pid) : Double.NaN);
    }

    /** One time that the server doesn't answer in is no reason to end what may have gone on for days. */
    private void noteMeters(Figures figures) throws InterruptedException {
        try {
            Meters meters = api.meters();
            figures.put("meters", meters.count());
            figures.put("onTheWay", meters.sum("aftertalk_backlog_runs"));
            figures.put("dead", meters.sum("aftertalk_dead_runs"));
        } catch (IOException e) {
            SpeedBenchmark.say("  " + e);
        }
    }

    private static void say(Duration now, Figures of, boolean disturbed) {
        SpeedBenchmark.say(String.format(
                Locale.ROOT,
                "  %s %.0f events, acknowledged within %.1f/%.1f ms, heap %s, memory %.0f MiB, %.0f threads, %.0f files, %.0f meters, database %.0f MiB (%.2f KiB an event) and its log %.0f, %.0f on the way, %.0f dead, %.0f errors%s",
                clock(now),
                of.get("events"),
                of.get("ack.p50"),
                of.get("ack.p99"),
                Double.isNaN(of.get("heap")) ? "–" : String.format(Locale.ROOT, "%.1f MiB", of.get("heap")),
                of.get("memory"),
                of.get("threads"),
                of.get("files"),
                of.get("meters"),
                of.get("database"),
                of.get("perEvent"),
                of.get("log"),
                of.get("onTheWay"),
                of.get("dead"),
                of.get("errors"),
                disturbed ? ", an outage is felt" : ""));
    }

    private static String clock(Duration now) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", now.toHours(), now.toMinutesPart(), now.toSecondsPart());
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
