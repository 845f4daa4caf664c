package dev.aftertalk.ledger.waiting;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.time.ClockSkew;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Lets runs go on that would wait until this machine's clock shows a wrong time again: what was received, or begun, while it was ahead is due at times that are
 * yet to come once it is set right. The clock is taken to have been right at the start of the process; a clock that is set back from the right time
 * changes nothing.
 */
@Component
class ClockSetBack extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(ClockSetBack.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** As much goes by itself. */
    private static final long LEAST_MILLIS = ClockSkew.MOST.toMillis();

    /** Events in one transaction: the ledger has others to write meanwhile. */
    private static final String BOUND =
            "SELECT max(received_at) FROM (SELECT received_at FROM event WHERE received_at > ? ORDER BY received_at LIMIT 5000) piece";

    /** Begun while it was ahead, of events of before. */
    private static final String RETRIED =
            """
            UPDATE run SET due_at = due_at - ?, first_claimed_at = first_claimed_at - ?
            WHERE state = 'retrying' AND due_at > ? AND first_claimed_at > ?
              AND EXISTS (SELECT 1 FROM event WHERE event.seq = run.event_seq AND event.received_at <= ?)""";

    /** Comes first: of two servers that are set right together it is the one that gets an event by this who takes back its runs. */
    private static final String RECEIVED =
            "UPDATE event SET received_at = received_at - ? WHERE received_at > ? AND received_at <= ? RETURNING seq";

    private static final String QUEUED =
            """
            UPDATE run SET due_at = due_at - :back,
              first_due_at = CASE WHEN first_due_at > :latest THEN first_due_at - :back ELSE first_due_at END,
              first_claimed_at = CASE WHEN first_claimed_at > :latest THEN first_claimed_at - :back ELSE first_claimed_at END
            WHERE state IN ('queued', 'retrying') AND due_at > :latest AND event_seq IN (:events)""";

    private final LedgerWrites writes;
    private final Clock machine;
    private final Clock steady;
    private final long atStart;

    /** How far the clock was ahead of what it was at the start; 0 for behind. */
    private long ahead;

    @Autowired
    ClockSetBack(Ledger ledger) {
        this(ledger, MachineClock.get(), SteadyClock.get());
    }

    /** @param steady what goes on evenly */
    ClockSetBack(LedgerWrites writes, Clock machine, Clock steady) {
        super("clock-set-back", PAUSE, PAUSE);
        this.writes = writes;
        this.machine = machine;
        this.steady = steady;
        this.atStart = machine.millis() - steady.millis();
    }

    @Override
    protected void run() {
        long now = Math.max(0, machine.millis() - steady.millis() - atStart);
        try {
            if (ahead - now >= LEAST_MILLIS) {
                goOn(ahead - now);
            }
            ahead = now;
        } catch (DataAccessException | RetryableException e) {
            LOG.debug("Runs wait for a time of the clock that was wrong until the database can be written", e);
        }
    }

    private void goOn(long back) {
        // What was received lately bears the time that is right, however the clock is set by now.
        long latest = Math.max(machine.millis(), atStart + steady.millis()) + LEAST_MILLIS;
        int runs = writes.write(ledger ->
                ledger.sql(RETRIED).params(back, back, latest, latest, latest).update());
        long from = latest;
        for (Long to = bound(from); to != null; to = bound(from)) {
            long first = from;
            long last = to;
            runs += writes.write(ledger -> piece(ledger, back, latest, first, last));
            from = to; // in the order of the times as they were: what is taken back lies before
        }
        LOG.warn(
                "The clock of this machine was ahead by {} s, and is set right: {} runs that were received or begun meanwhile are due as if it had been right",
                back / 1000,
                runs);
    }

    /** Up to when a piece goes of what was received after that; null for nothing. */
    private Long bound(long from) {
        return writes.write(ledger ->
                        ledger.sql(BOUND).param(from).query(Long.class).optional())
                .orElse(null);
    }

    private static int piece(JdbcClient ledger, long back, long latest, long from, long to) {
        List<Long> events =
                ledger.sql(RECEIVED).params(back, from, to).query(Long.class).list();
        return events.isEmpty()
                ? 0
                : ledger.sql(QUEUED)
                        .param("back", back)
                        .param("latest", latest)
                        .param("events", events)
                        .update();
    }
}
