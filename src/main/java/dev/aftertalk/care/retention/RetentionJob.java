package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.privacy.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Looks now and then whether the day's round is due, from a while after the start of the server to its end. */
@Component
class RetentionJob implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
    private static final Duration LOOK = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final RetentionPass pass;
    private volatile ScheduledExecutorService thread;

    RetentionJob(JdbcClient reads, LedgerWrites writes, Sweeps sweeps, MeterRegistry registry) {
        Clock clock = Clock.systemUTC();
        SharedTask task = new SharedTask(new Database(reads, writes), "retention", clock);
        pass = new RetentionPass(sweeps, task, PAUSE, clock, registry);
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(RetentionJob::daemon);
        thread.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            pass.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RetryableException | DataAccessException e) {
            LOG.warn(
                    "Deleting what is older than retention.* says stopped at the database ({}); it goes on within {} minutes",
                    e.getMessage(),
                    RetentionPass.LEASE.plus(LOOK).toMinutes());
        } catch (RuntimeException e) {
            LOG.error("Deleting what is older than retention.* says failed", e);
        }
    }

    @Override
    public void stop() {
        thread.shutdownNow();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private static Thread daemon(Runnable task) {
        Thread job = new Thread(task, "retention");
        job.setDaemon(true);
        job.setPriority(Thread.MIN_PRIORITY);
        return job;
    }
}
