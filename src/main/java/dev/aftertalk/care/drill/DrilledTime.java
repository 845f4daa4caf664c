package dev.aftertalk.care.drill;

import dev.aftertalk.ledger.history.Stretch;
import dev.aftertalk.time.ClockSkew;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The time that the fault of a drill lasts, as a clock shows it that the drill may step, and what the ledger has of it. How long it takes
 * goes by a clock that nobody sets.
 */
final class DrilledTime {

    private static final double NANOS_PER_SECOND = 1e9;

    /** A run that was due so long before the fault may meet it all the same, and is waited for. */
    private static final Duration DUE_BEFORE = Duration.ofSeconds(5);

    private final Clock clock;
    private final JdbcClient database;
    private final Instant seenFirst;
    private final long seenFirstNanos;
    private final Instant begunAt;

    /** The earliest time that events can bear which were received while it lasted. */
    private Instant from;

    private volatile End end;

    /** What lies before it in the time that a clock shows which was then set back. */
    private long receivedBefore;

    private List<Stretch.Dead> deadBefore = List.of();
    private long received;

    /**
     * Its end.
     *
     * @param latest the latest time that events can bear which were received before it
     */
    private record End(Instant at, Instant latest, long nanos) {

        private boolean isOfAClockThatWasAhead() {
            return latest.isAfter(at);
        }
    }

    /** @param begunBefore when the drill began that goes on after a restart; null for one that begins now */
    DrilledTime(Clock clock, JdbcClient database, Instant begunBefore) {
        this.clock = clock;
        this.database = database;
        this.seenFirst = now();
        this.seenFirstNanos = System.nanoTime();
        this.begunAt = begunBefore == null ? seenFirst : begunBefore;
        this.from = begunAt;
    }

    /** What the clock shows. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What the time is by the clock as it was at the begin, whatever it is set to meanwhile. */
    Instant seen() {
        return seenFirst.plusNanos(System.nanoTime() - seenFirstNanos).truncatedTo(ChronoUnit.MILLIS);
    }

    Instant begunAt() {
        return begunAt;
    }

    /** How much is left of so long a time. */
    Duration left(Duration whole) {
        return whole.minus(Duration.between(begunAt, seen()));
    }

    /** To be called once the fault is there: it may have set the clock back to what was before the drill. */
    void begun() {
        Instant now = now();
        if (now.isBefore(begunAt)) {
            from = now;
            receivedBefore = before(from).received();
            deadBefore = before(from.minus(DUE_BEFORE)).dead(from.toEpochMilli());
        }
    }

    private Stretch before(Instant begin) {
        return new Stretch(database, begin.toEpochMilli(), begunAt.toEpochMilli());
    }

    /** Ends the fault, unless it has ended. */
    synchronized void end(Fault fault) {
        if (!hasEnded()) {
            Instant before = now();
            fault.end();
            Instant after = now();
            end = new End(after, before.isAfter(after) ? before : after, System.nanoTime());
        }
    }

    boolean hasEnded() {
        return end != null;
    }

    /** Null before it has ended. */
    Instant endedAt() {
        End known = end;
        return known == null ? null : known.at;
    }

    /** How long ago the fault ended. */
    Duration sinceEnd() {
        return Duration.ofNanos(System.nanoTime() - end.nanos);
    }

    /** The same in seconds, to a tenth. */
    double secondsSinceEnd() {
        return Math.round(sinceEnd().toNanos() / NANOS_PER_SECOND * 10) / 10.0;
    }

    /** Whether the clock says nothing of how long something has waited. */
    boolean isOfAWrongClock(Instant now) {
        return from.isBefore(begunAt) || now.isAfter(seen().plus(ClockSkew.MOST));
    }

    /**
     * How many events were received while it lasted. To be called again and again after its end: the last of them may be written some moments later, and those of
     * a clock that was ahead are given another time.
     */
    long received() {
        boolean isFinal = hasEnded(); // before they are counted, as the end may set the clock right meanwhile
        long counted = events().received() - receivedBefore;
        received = isFinal ? Math.max(received, counted) : counted;
        return received;
    }

    /** How many events bear a time of the clock that was ahead: their runs may wait for that until the server takes it back. */
    long receivedAhead() {
        End known = end;
        return known != null && known.isOfAClockThatWasAhead()
                ? new Stretch(database, ClockSkew.latest(now().toEpochMilli()) + 1, known.latest.toEpochMilli())
                        .received()
                : 0;
    }

    /** Of the events that came while it lasted, how many nothing accounts for. */
    long lost() {
        return events().lost();
    }

    /** The runs that were due while it lasted and died since its begin. */
    List<Stretch.Dead> dead() {
        return runs().dead(from.toEpochMilli()).stream()
                .map(each -> each.without(deadBefore))
                .filter(each -> each.runs() > 0)
                .toList();
    }

    /** The runs that were due while it lasted. */
    Stretch runs() {
        return stretch(from.minus(DUE_BEFORE));
    }

    private Stretch events() {
        return stretch(from);
    }

    private Stretch stretch(Instant begin) {
        End known = end; // before the clock is asked, which the end may set right
        Instant now = now();
        Instant last = now.isBefore(begunAt) ? begunAt : now; // set back, it shows what was before the drill
        Stretch until =
                new Stretch(database, begin.toEpochMilli(), (known == null ? last : known.latest).toEpochMilli());
        // After a clock that was ahead: without what has come since, up to now.
        return known != null && known.isOfAClockThatWasAhead()
                ? until.except(known.at.toEpochMilli() + 1, ClockSkew.latest(now.toEpochMilli()))
                : until;
    }
}
