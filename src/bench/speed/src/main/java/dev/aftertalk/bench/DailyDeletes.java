package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A ledger of which a tenth is old enough to be deleted, and the day's round that does so, under load. */
final class DailyDeletes implements Situation {

    private static final double KEPT = 0.9;
    private static final int RATE = 100;
    /** As {@code aftertalk.metrics.pause} has it. */
    private static final Duration READING_EVERY = Duration.ofSeconds(10);

    private static final Duration STRETCH = Duration.ofSeconds(5);

    private final FilledLedger filled;

    /** @param events in the ledger */
    DailyDeletes(long events) {
        filled = FilledLedger.history(events);
    }

    @Override
    public String label() {
        return filled.label();
    }

    @Override
    public double size() {
        return filled.size();
    }

    @Override
    public long space() {
        return filled.space();
    }

    @Override
    public List<String> settings() {
        return List.of("--retention.events=" + LedgerFill.age(KEPT).toHours() + "h");
    }

    @Override
    public void prepare(Path folder) throws IOException {
        filled.prepare(folder);
    }

    @Override
    public void fill(Path ledger) throws SQLException {
        filled.fill(ledger);
        try (DeletesRound round = new DeletesRound(ledger)) {
            round.holdOff();
        }
    }

    /** What people ask for first, so that it finds as much as in the other situations. */
    @Override
    public void measureMore(Figures figures, Server server, Drive drive, Path ledger)
            throws IOException, InterruptedException, SQLException {
        filled.measureMore(figures, server, drive, ledger);
        double cpu = cpuOfReader(server);
        long begin = System.nanoTime();
        deletes(figures, drive, ledger);
        double readings = (System.nanoTime() - begin) / (double) READING_EVERY.toNanos();
        figures.put("figures.cpu", (cpuOfReader(server) - cpu) * 1000 / readings);
    }

    /** @return of the thread that reads for the gauges what the ledger holds, in seconds */
    private static double cpuOfReader(Server server) {
        return Proc.threads(server.pid(), "metrics-reader-1").values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private static void deletes(Figures figures, Drive drive, Path ledger)
            throws IOException, InterruptedException, SQLException {
        try (DeletesRound round = new DeletesRound(ledger)) {
            long before = round.eventsOlderThan(LedgerFill.age(KEPT));
            SpeedBenchmark.say("  waits for the server to look whether the deletes are due: up to two minutes");
            round.makeDue();
            round.awaitBegin();
            CompletableFuture<Double> seconds = CompletableFuture.supplyAsync(round::secondsToTheEnd);
            drive.atRate(figures, "deletes", RATE);
            while (!seconds.isDone()) {
                drive.atRate(RATE, STRETCH);
            }
            figures.put("deletes.seconds", seconds.join());
            figures.put("deletes.events", before - round.eventsOlderThan(LedgerFill.age(KEPT)));
        }
    }
}
