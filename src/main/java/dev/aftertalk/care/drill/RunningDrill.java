package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.ledger.history.Stretch;
import dev.aftertalk.time.MachineClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.StringUtils;

/** A drill under way on this node: its fault, and what is seen meanwhile. */
final class RunningDrill {

    /** After a look that takes longer, since very many runs wait, the pause is so many times as long. */
    private static final long LONG_LOOK_NANOS = 100_000_000;

    private static final int TIMES_LONGER = 10;

    private final DrillRow row;
    private final String node;
    private final DrillCalls calls = new DrillCalls();
    private final Set<String> waitedForBefore;
    private final BreakerWatch breakers;
    private final List<String> notes = new ArrayList<>();
    private final Watch watch;
    private final Fault fault;

    /** What was done before a server was killed is not known after it. */
    private final boolean isWatched;

    private final Duration shortest;
    private final DrilledTime time;
    private Instant recoveredAt;
    private double secondsToRecover;
    private long nextLook = System.nanoTime();
    private DrillReport.Waited waited = new DrillReport.Waited(0, 0, null, 0);

    /**
     * Begins it, or goes on with it after a restart.
     *
     * @throws IOException when the fault can't be begun
     */
    RunningDrill(DrillRow row, Drill drill, String node, Guards guards, JdbcClient database, Detours detours)
            throws IOException {
        this.row = row;
        this.node = node;
        this.waitedForBefore = waitedForBefore(guards, database);
        this.breakers = new BreakerWatch(guards);
        DrillReport earlier = row.report();
        this.time = new DrilledTime(MachineClock.get(), database, earlier == null ? null : earlier.begunAt());
        if (earlier != null) {
            calls.goOn(earlier.met(), earlier.through());
            calls.met("ended and started again");
            waited = earlier.waited();
        }
        Duration left = time.left(row.time());
        this.shortest = drill.shortest();
        this.isWatched = !drill.outlivesTheServer();
        this.watch = Watch.besides(row.drill(), calls, detours);
        try {
            this.fault = left.isNegative() ? () -> {} : drill.begin(row.drill(), calls);
        } catch (IOException | RuntimeException e) {
            watch.close();
            throw e;
        }
        try {
            time.begun();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        CompletableFuture.delayedExecutor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)
                .execute(this::end); // in time, whatever the rest of the drill has to wait for
    }

    DrillRow row() {
        return row;
    }

    boolean hasEnded() {
        return time.hasEnded();
    }

    /** Whether the fault has lasted long enough to be ended early. */
    boolean mayEnd() {
        return time.left(shortest).toNanos() <= 0;
    }

    /** How long ago the fault ended. */
    Duration sinceEnd() {
        return time.sinceEnd();
    }

    /** Ends the fault, unless it has ended. */
    void end() {
        time.end(fault);
    }

    void note(String what) {
        notes.add(what);
    }

    /** Looks how it is now. @return whether all that was due before the fault's end is over */
    boolean look() {
        if (System.nanoTime() - nextLook < 0) {
            return false;
        }
        long begun = System.nanoTime();
        boolean isOver = lookNow();
        long took = System.nanoTime() - begun;
        nextLook = System.nanoTime() + (took > LONG_LOOK_NANOS ? TIMES_LONGER * took : 0);
        return isOver;
    }

    private boolean lookNow() {
        boolean hadEnded = hasEnded(); // before the clock is asked, which the end may set right
        Instant now = time.now();
        breakers.look(time.seen());
        Stretch stretch = time.runs();
        time.received(); // keeps it: they may bear another time at the next look
        List<Stretch.Waiting> waiting = waiting(stretch, now);
        long runs = waiting.stream().mapToLong(Stretch.Waiting::runs).sum();
        long oldest = waiting.stream()
                .mapToLong(each -> Duration.between(each.oldest(), now).toSeconds())
                .max()
                .orElse(0);
        if (time.isOfAWrongClock(now)) {
            oldest = Math.min(
                    oldest, Duration.between(time.begunAt(), time.seen()).toSeconds());
        }
        boolean more = runs > waited.most();
        waited = new DrillReport.Waited(
                runs,
                more ? runs : waited.most(),
                more ? time.seen() : waited.mostAt(),
                Math.max(oldest, waited.longestSeconds()));
        return hadEnded && runs == 0 && stretch.running() == 0 && time.receivedAhead() == 0;
    }

    private List<Stretch.Waiting> waiting(Stretch stretch, Instant now) {
        return stretch.waiting(now.toEpochMilli()).stream()
                .filter(each -> each.waitsFor() == null || !waitedForBefore.contains(each.waitsFor()))
                .toList();
    }

    /** What needed a person before the fault began; the fault did not bring it about, nor does its end mend it. */
    private static Set<String> waitedForBefore(Guards guards, JdbcClient database) {
        Set<String> waitedFor = new HashSet<>(Stretch.waitedFor(database));
        guards.systems().forEach(system -> waitedFor.removeAll(List.of(system, Quotas.waitsFor(system))));
        return waitedFor;
    }

    /** Says what runs still wait for. */
    void noteWhatWaits() {
        waiting(time.runs(), time.now())
                .forEach(each -> notes.add("Runs that still wait, and were not waited for any longer: " + each.runs()
                        + (each.waitsFor() == null
                                ? "."
                                : " (" + StringUtils.trimTrailingCharacter(each.waitsFor(), '.') + ").")));
        long ahead = time.receivedAhead();
        if (ahead > 0) {
            notes.add("Events received while the clock was ahead that still bear its time, and were not waited for any"
                    + " longer: " + ahead + ".");
        }
    }

    void recovered() {
        recoveredAt = time.now();
        secondsToRecover = time.secondsSinceEnd();
    }

    /** Leaves nothing of the fault, not even a time which is over while the next one lasts. */
    void close() {
        end();
        fault.close();
        watch.close();
    }

    /** @param last whether there is no more to come */
    DrillReport report(String state, boolean last) {
        DrillCalls.Repeats repeats = calls.repeats(row.drill().startsWith("mail-"));
        Long lost = last ? (Long) time.lost() : null;
        return new DrillReport(
                row.id(),
                row.drill(),
                DrillNames.what(row.drill()),
                state,
                row.askedBy(),
                row.askedAt(),
                node,
                row.seconds(),
                time.begunAt(),
                time.endedAt(),
                recoveredAt,
                recoveredAt == null ? null : (Double) secondsToRecover,
                calls.met(),
                calls.through(),
                time.received(),
                waited,
                breakers.seen(),
                time.dead(),
                lost,
                isWatched ? repeats.doubled() : null,
                isWatched ? repeats.again() : null,
                last ? (Boolean) (lost == 0 && repeats.doubled() == 0) : null,
                List.copyOf(notes));
    }
}
