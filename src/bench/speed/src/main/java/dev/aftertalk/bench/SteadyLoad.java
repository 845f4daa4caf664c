package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Target;
import dev.aftertalk.bench.Events.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;

/**
 * Posts events at a steady rate, in a thread of its own, until it is told to end. What was not acknowledged is posted again before any new
 * one, as iAdvize does: so each event ends as acknowledged.
 */
final class SteadyLoad {

    private static final int MOST_TRIES_AT_END = 24;

    private final int port;
    private final Target target;
    private final int rate;
    private final Duration piece;
    private final MailAccount account;
    private final Events events = new Events();
    private final CompletableFuture<Void> end;
    private final List<Double> latencies = new ArrayList<>();
    private long postedAgain;
    private volatile boolean ending;

    /**
     * @param piece how long events are made and posted for at once
     * @param account is told what was acknowledged, piece by piece
     */
    SteadyLoad(int port, Target target, int rate, Duration piece, MailAccount account) {
        this.port = port;
        this.target = target;
        this.rate = rate;
        this.piece = piece;
        this.account = account;
        this.end = CompletableFuture.runAsync(this::run, SteadyLoad::start);
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "steady-load");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        List<Event> again = List.of();
        int triesAtEnd = 0;
        long due = System.nanoTime();
        while (!ending || !again.isEmpty() && triesAtEnd++ < MOST_TRIES_AT_END) {
            awaitTime(due);
            due = Math.max(due + piece.toNanos(), System.nanoTime());
            List<Event> next = new ArrayList<>(again);
            if (!ending) {
                int fresh = Math.max(0, (int) (rate * piece.toMillis() / 1000) - again.size());
                next.addAll(events.requests(fresh, target.path(), target.type()));
            }
            again = post(next);
        }
        if (!again.isEmpty()) {
            throw new IllegalStateException(
                    again.size() + " events are not acknowledged, however often they are posted");
        }
    }

    private static void awaitTime(long nanos) {
        try {
            Thread.sleep(Math.max(0, (nanos - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Event> post(List<Event> next) {
        Load load = LoadClient.openLoop(List.of(port), next, rate, false);
        account.acknowledged(load.acknowledged(), System.nanoTime());
        List<Event> again = load.notAcknowledged();
        synchronized (latencies) {
            DoubleStream.of(load.latencies()).forEach(latencies::add);
            postedAgain += again.size();
        }
        return again;
    }

    /** @return the milliseconds that each acknowledgement since this was asked last took */
    double[] takeLatencies() {
        synchronized (latencies) {
            double[] taken = latencies.stream().mapToDouble(Double::doubleValue).toArray();
            latencies.clear();
            return taken;
        }
    }

    /** @return how often an event had to be posted once more */
    long postedAgain() {
        synchronized (latencies) {
            return postedAgain;
        }
    }

    /** @throws java.util.concurrent.CompletionException when it could not go on */
    void check() {
        if (end.isDone()) {
            end.join();
        }
    }

    /** Posts no new events, and waits until all there were are acknowledged. */
    void end() {
        ending = true;
        end.join();
    }
}
