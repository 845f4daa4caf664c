package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.ledger.history.Stretch;
import dev.aftertalk.time.ClockSkew;
import dev.aftertalk.time.MachineClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A drill under way on this node: its fault, and what is seen meanwhile. How long it takes goes by a clock that nobody sets. */
final class RunningDrill {

    private static final double NANOS_PER_SECOND = 1e9;

    /** After a look that takes longer, since very many runs wait, the pause is so many times as long. */
    private static final long LONG_LOOK_NANOS = 100_000_000;

    private static final int TIMES_LONGER = 10;

    /** A run that was due so long before the fault may meet it all the same, and is waited for. */
    private static final Duration DUE_BEFORE = Duration.ofSeconds(5);

    private final DrillRow row;
    private final String node;
    private final JdbcClient database;
    private final DrillCalls calls = new DrillCalls();
    private final Set<String> waitedForBefore;
    private final BreakerWatch breakers;
    private final List<String> notes = new ArrayList<>();
    private final Watch watch;
    private final Fault fault;

    /** What was done before a server was killed is not known after it. */
    private final boolean isWatched;

    private final Instant begunAt;
    private final Instant seenFirst;
    private final long seenFirstNanos;

    /** What lies before it in the time that a clock shows which was then set back. */
    private long receivedBefore;

    private List<Stretch.Dead> deadBefore = List.of();
    private Long received;

    private volatile Instant endedAt;
    /** The earliest and the latest time that events can bear which were received while it lasted: a drill may step the clock. */
    private volatile Instant from;

    private volatile Instant to;
    private volatile long ended;
    private Instant recoveredAt;
    private long recovered;
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
        this.database = database;
        this.waitedForBefore = waitedForBefore(guards, database);
        this.breakers = new BreakerWatch(guards);
        Instant now = now();
        this.seenFirst = now;
        this.seenFirstNanos = System.nanoTime();
        DrillReport earlier = row.report();
        if (earlier != null) {
            calls.goOn(earlier.met(), earlier.through());
            calls.met("ended and started again");
            waited = earlier.waited();
        }
        this.begunAt = earlier == null ? now : earlier.begunAt();
        Duration left = row.time().minus(Duration.between(begunAt, now));
        this.isWatched = !drill.outlivesTheServer();
        this.watch = Watch.besides(row.drill(), calls, detours);
        try {
            this.fault = left.isNegative() ? () -> {} : drill.begin(row.drill(), calls);
        } catch (IOException | RuntimeException e) {
            watch.close();
            throw e;
        }
        this.from = earlier(begunAt, now());
        try {
            lookBefore();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        CompletableFuture.delayedExecutor(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS)
                .execute(this::end); // in time, whatever the rest of the drill has to wait for
    }

    private static Instant now() {
        return MachineClock.get().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What the time is by the clock as it was at the begin, whatever it is set to meanwhile. */
    private Instant seen() {
        return seenFirst.plusNanos(System.nanoTime() - seenFirstNanos).truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    DrillRow row() {
        return row;
    }

    boolean hasEnded() {
        return endedAt != null;
    }

    /** How long ago the fault ended. */
    Duration sinceEnd() {
        return Duration.ofNanos(System.nanoTime() - ended);
    }

    /** Ends the fault, unless it has ended. */
    synchronized void end() {
        if (!hasEnded()) {
            Instant before = now();
            fault.end();
            ended = System.nanoTime();
            Instant after = now();
            to = before.isAfter(after) ? before : after;
            endedAt = after;
        }
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
        Instant now = now();
        breakers.look(seen());
        Stretch stretch = runs(now);
        if (hasEnded() && received == null) {
            received = events(now).received() - receivedBefore; // while what was received bears the time that it did
        }
        List<Stretch.Waiting> waiting = waiting(stretch, now);
        long runs = waiting.stream().mapToLong(Stretch.Waiting::runs).sum();
        long oldest = waiting.stream()
                .mapToLong(each -> Duration.between(each.oldest(), now).toSeconds())
                .max()
                .orElse(0);
        if (from.isBefore(begunAt) || now.isAfter(seen().plus(ClockSkew.MOST))) {
            oldest = Math.min(oldest, Duration.between(begunAt, seen()).toSeconds()); // the clock says nothing of it
        }
        boolean more = runs > waited.most();
        waited = new DrillReport.Waited(
                runs,
                more ? runs : waited.most(),
                more ? seen() : waited.mostAt(),
                Math.max(oldest, waited.longestSeconds()));
        return hasEnded() && runs == 0 && stretch.running() == 0;
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
        waiting(runs(now()), now())
                .forEach(each -> notes.add(each.runs() + " runs still wait"
                        + (each.waitsFor() == null ? "" : " for " + each.waitsFor())
                        + ", and were not waited for any longer."));
    }

    private void lookBefore() {
        if (from.isBefore(begunAt)) {
            Stretch before = new Stretch(database, from.toEpochMilli(), begunAt.toEpochMilli());
            receivedBefore = before.received();
            deadBefore = before.dead(from.toEpochMilli());
        }
    }

    /** The events that came while it lasted. */
    private Stretch events(Instant now) {
        return stretch(from, now);
    }

    /** The runs that were due while it lasted. */
    private Stretch runs(Instant now) {
        return stretch(from.minus(DUE_BEFORE), now);
    }

    private Stretch stretch(Instant begin, Instant now) {
        Instant last = now.isBefore(begunAt) ? begunAt : now; // set back, it shows what was before the drill
        Stretch until = new Stretch(database, begin.toEpochMilli(), (hasEnded() ? to : last).toEpochMilli());
        // After a clock that was ahead: without what has come since, up to now.
        return hasEnded() && to.isAfter(endedAt)
                ? until.except(endedAt.toEpochMilli() + 1, ClockSkew.latest(now.toEpochMilli()))
                : until;
    }

    private List<Stretch.Dead> dead() {
        return runs(now()).dead(from.toEpochMilli()).stream()
                .map(each -> each.without(deadBefore))
                .filter(each -> each.runs() > 0)
                .toList();
    }

    void recovered() {
        recoveredAt = now();
        recovered = System.nanoTime();
    }

    /** Leaves nothing of the fault. */
    void close() {
        fault.close();
        watch.close();
    }

    /** @param last whether there is no more to come */
    DrillReport report(String state, boolean last) {
        Stretch events = events(now());
        DrillCalls.Repeats repeats = calls.repeats(row.drill().startsWith("mail-"));
        Long lost = last ? events.lost() : null;
        return new DrillReport(
                row.id(),
                row.drill(),
                DrillNames.what(row.drill()),
                state,
                row.askedBy(),
                row.askedAt(),
                node,
                row.seconds(),
                begunAt,
                endedAt,
                recoveredAt,
                recoveredAt == null ? null : Math.round((recovered - ended) / NANOS_PER_SECOND * 10) / 10.0,
                calls.met(),
                calls.through(),
                received == null ? (Long) (events.received() - receivedBefore) : received,
                waited,
                breakers.seen(),
                dead(),
                lost,
                isWatched ? repeats.doubled() : null,
                isWatched ? repeats.again() : null,
                last ? (Boolean) (lost == 0 && repeats.doubled() == 0) : null,
                List.copyOf(notes));
    }
}
