package dev.aftertalk.ledger.waiting;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Lets runs go on that would wait until this machine's clock shows a wrong time again: what was received, or begun, while it was ahead is due at times that are
 * yet to come once it is set right.
 */
@Component
class ClockSetBack extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(ClockSetBack.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    /** As much goes by itself. */
    private static final long LEAST_MILLIS = 60_000;

    private static final String GO_ON =
            """
            UPDATE run SET due_at = due_at - ?, first_due_at = first_due_at - ?,
              first_claimed_at = CASE WHEN first_claimed_at > ? THEN first_claimed_at - ? ELSE first_claimed_at END
            WHERE state IN ('queued', 'retrying') AND due_at > ? AND (first_claimed_at > ?
              OR EXISTS (SELECT 1 FROM event WHERE event.seq = run.event_seq AND event.received_at > ?))""";

    /** After that, as by this time those are told apart. */
    private static final String RECEIVED = "UPDATE event SET received_at = received_at - ? WHERE received_at > ?";

    private final LedgerWrites writes;
    private final Clock machine;
    private final Clock steady;
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
        this.ahead = ahead();
    }

    private long ahead() {
        return machine.millis() - steady.millis();
    }

    @Override
    protected void run() {
        long back = ahead - ahead();
        try {
            if (back >= LEAST_MILLIS) {
                goOn(back);
            }
            ahead -= back;
        } catch (DataAccessException | RetryableException e) {
            LOG.debug("Runs wait for a time of the clock that was wrong until the database can be written", e);
        }
    }

    private void goOn(long back) {
        long now = machine.millis();
        int runs = writes.write(ledger -> {
            int due = ledger.sql(GO_ON)
                    .params(back, back, now, back, now, now, now)
                    .update();
            ledger.sql(RECEIVED).params(back, now).update();
            return due;
        });
        LOG.warn(
                "The clock of this machine was set back by {} s: {} runs that were received or begun before that are due as if it had been right",
                back / 1000,
                runs);
    }
}
