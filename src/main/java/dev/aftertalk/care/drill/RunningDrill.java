package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.ledger.history.Stretch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A drill under way on this node: its fault, and what is seen meanwhile. How long it takes goes by a clock that nobody sets. */
final class RunningDrill {

    private static final double NANOS_PER_SECOND = 1e9;

    private final DrillRow row;
    private final String node;
    private final JdbcClient database;
    private final DrillCalls calls = new DrillCalls();
    private final Guards guards;
    private final BreakerWatch breakers;
    private final List<String> notes = new ArrayList<>();
    private final Fault fault;
    private final Instant begunAt = now();
    private volatile Instant endedAt;
    private volatile long ended;
    private Instant recoveredAt;
    private long recovered;
    private DrillReport.Waited waited = new DrillReport.Waited(0, 0, null, 0);

    /** @throws IOException when the fault can't be begun */
    RunningDrill(DrillRow row, Drill drill, String node, Guards guards, JdbcClient database) throws IOException {
        this.row = row;
        this.node = node;
        this.database = database;
        this.guards = guards;
        this.breakers = new BreakerWatch(guards);
        this.fault = drill.begin(row.drill(), calls);
        CompletableFuture.delayedExecutor(row.time().toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::end); // in time, whatever the rest of the drill has to wait for
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
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
            fault.end();
            ended = System.nanoTime();
            endedAt = now();
        }
    }

    void note(String what) {
        notes.add(what);
    }

    /** Looks how it is now. @return whether all that was due before the fault's end is over */
    boolean look() {
        Instant now = now();
        breakers.look(now);
        Stretch stretch = stretch(now);
        Stretch.Waiting waiting = stretch.waiting(now.toEpochMilli(), waitedFor());
        long oldest = waiting.oldest()
                .map(since -> Duration.between(since, now).toSeconds())
                .orElse(0L);
        boolean more = waiting.runs() > waited.most();
        waited = new DrillReport.Waited(
                waiting.runs(),
                more ? waiting.runs() : waited.most(),
                more ? now : waited.mostAt(),
                Math.max(oldest, waited.longestSeconds()));
        return hasEnded() && waiting.runs() == 0 && stretch.running() == 0;
    }

    private List<String> waitedFor() {
        return guards.systems().stream()
                .flatMap(system -> Stream.of(system, Quotas.waitsFor(system)))
                .toList();
    }

    private Stretch stretch(Instant now) {
        return new Stretch(database, begunAt.toEpochMilli(), (hasEnded() ? endedAt : now).toEpochMilli());
    }

    void recovered() {
        recoveredAt = now();
        recovered = System.nanoTime();
    }

    /** Leaves nothing of the fault. */
    void close() {
        fault.close();
    }

    /** @param last whether there is no more to come */
    DrillReport report(String state, boolean last) {
        Stretch stretch = stretch(now());
        DrillCalls.Repeats repeats = calls.repeats(row.drill().startsWith("mail-"));
        Long lost = last ? stretch.lost() : null;
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
                stretch.received(),
                waited,
                breakers.seen(),
                stretch.dead(),
                lost,
                repeats.doubled(),
                repeats.again(),
                last ? (Boolean) (lost == 0 && repeats.doubled() == 0) : null,
                List.copyOf(notes));
    }
}
