package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.privacy.Database;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks now and then whether the day's round is due, from a while after the start of the server to its end. */
@Component
class RetentionJob extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    private static final Duration LOOK = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final RetentionPass pass;

    RetentionJob(JdbcClient reads, LedgerWrites writes, Sweeps sweeps, MeterRegistry registry) {
        super("retention", LOOK, LOOK);
        Clock clock = MachineClock.get();
        SharedTask task = new SharedTask(new Database(reads, writes), "retention", RetentionPass.EVERY, clock);
        pass = new RetentionPass(sweeps, task, PAUSE, clock, registry);
    }

    @Override
    protected void run() {
        try {
            pass.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RetryableException | DataAccessException e) {
            LOG.warn(
                    "Deleting what is older than retention.* says stopped at the database ({}); it goes on within {} minutes",
                    e.getMessage(),
                    RetentionPass.LEASE.plus(LOOK).toMinutes());
        }
    }
}
