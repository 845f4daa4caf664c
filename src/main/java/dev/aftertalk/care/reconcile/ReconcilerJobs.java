package dev.aftertalk.care.reconcile;

import dev.aftertalk.connectors.iadvize.IadvizeHistory;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.scheduling.Schedulers;
import dev.aftertalk.time.ClockSkew;
import dev.aftertalk.time.MachineClock;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Runs the heartbeat, and beside it the reconciler: at the start, on a schedule, and for what somebody asked for. Two threads, so that a
 * slow iAdvize never makes this server look deaf.
 */
@Component
class ReconcilerJobs {

    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerJobs.class);
    private static final long SHORTEST_BACKOFF = 30_000;
    private static final Duration SOON = Duration.ofMillis(100);

    private final Heartbeat heartbeat;
    private final ListeningStore listening;
    private final ReconciliationStore store;
    private final Reconciler reconciler;
    private final IadvizeHistory iadvize;
    private final ReconcileSettings settings;
    private final ReconciledTypes types;
    private final KeptEvents kept;
    private ThreadPoolTaskScheduler threads;
    private long looked;
    private long asked;

    /** Or may have been, while this server was not running. */
    private boolean isSetBack;
    /** Since when this server had listened when it last looked. */
    private long seen;

    private volatile boolean stopping;

    ReconcilerJobs(
            Heartbeat heartbeat,
            ListeningStore listening,
            ReconciliationStore store,
            Reconciler reconciler,
            IadvizeHistory iadvize,
            ReconcileSettings settings,
            ReconciledTypes types,
            KeptEvents kept) {
        this.heartbeat = heartbeat;
        this.listening = listening;
        this.store = store;
        this.reconciler = reconciler;
        this.iadvize = iadvize;
        this.settings = settings;
        this.types = types;
        this.kept = kept;
    }

    @EventListener
    synchronized void onReadiness(AvailabilityChangeEvent<ReadinessState> change) {
        if (change.getState() != ReadinessState.ACCEPTING_TRAFFIC || threads != null || stopping) {
            return;
        }
        threads = Schedulers.of("reconciler", 2);
        Instant soon = threads.getClock().instant().plus(SOON);
        threads.scheduleWithFixedDelay(heartbeat, soon, settings.heartbeat());
        if (!settings.enabled()) {
            LOG.info("Events missed in an outage are not reconciled: reconcile.enabled is false");
            return;
        }
        if (!iadvize.configured()) {
            LOG.warn("Events missed in an outage can't be reconciled: set iadvize.graphql.username and"
                    + " iadvize.graphql.password");
        }
        threads.scheduleWithFixedDelay(this::work, soon.plus(settings.heartbeat()), settings.heartbeat());
    }

    /** Nothing that goes wrong may end the schedule. */
    private void work() {
        try {
            look(MachineClock.now());
            while (!stopping && next()) {
                LOG.debug("Looking for the next stretch to reconcile");
            }
        } catch (RuntimeException e) {
            if (!stopping) {
                LOG.warn("The reconciler could not work now, it tries again: {}", e.toString());
            }
        }
    }

    /** Writes down when nobody listened: as soon as this server listens again, and now and then, since another one may have been away. */
    void look(long now) {
        long stretch = heartbeat.listeningSince();
        boolean due = now - looked >= settings.every().toMillis() || now < looked; // a clock may be set back
        isSetBack |= asked == 0 || asked > ClockSkew.latest(now);
        asked = now;
        if (stretch != 0 && (due || stretch != seen)) {
            long since = since(now);
            if (isSetBack) {
                store.forgetAhead(
                        now,
                        settings.settle().toMillis(),
                        Math.max(settings.every().toMillis(), settings.margin().toMillis()));
                isSetBack = false;
            }
            store.add(
                    listening.dark(since),
                    now,
                    settings.settle().toMillis(),
                    since,
                    settings.margin().toMillis());
            looked = now;
            seen = stretch;
        }
    }

    private boolean next() {
        long now = MachineClock.now();
        long since = since(now);
        // Without a user for GraphQL an outage waits until there is one; who asks is told.
        boolean outages = iadvize.configured();
        if (store.due(now, since, outages).isEmpty() || !store.lease(now)) {
            return false;
        }
        // Another node may have worked until a moment ago.
        Reconciliation row = store.due(now, since, outages).orElse(null);
        if (row == null) {
            return false;
        }
        long settled = now - settings.settle().toMillis();
        Reconciliation at = row.upto() == null || row.types() == null
                ? row.begun(Math.min(until(row), settled), types.from(row.from()))
                : row;
        try {
            ended(reconciler.pass(at));
        } catch (RetryableException e) {
            failed(at, true, e, e.retryAfter().orElse(Duration.ZERO));
        } catch (PermanentException e) {
            failed(at, false, e, settings.every());
        } catch (Reconciler.TakenOverException e) {
            return false;
        }
        return true;
    }

    /** What lies before that is let be. */
    private long since(long now) {
        return Math.max(now - settings.longestAgo().toMillis(), kept.earliest(now));
    }

    private long until(Reconciliation row) {
        return row.to() + (row.reason().equals("dark") ? settings.margin().toMillis() : 0);
    }

    private void ended(Reconciler.Passed passed) {
        Reconciliation row = passed.row();
        boolean again = row.upto() < until(row);
        Long due = again ? (Long) (until(row) + settings.settle().toMillis()) : null;
        store.end(row, due, passed.note(), MachineClock.now());
        LOG.info(
                "Reconciled {} to {} ({}): {} {}{}",
                Instant.ofEpochMilli(row.from()),
                Instant.ofEpochMilli(row.to()),
                row.reason(),
                row.counts(),
                row.types(),
                again ? "; looked at again when its last minutes have settled" : "");
        if (passed.note() != null) {
            LOG.warn("{}", passed.note());
        }
    }

    private void failed(Reconciliation at, boolean resumes, RuntimeException fault, Duration wait) {
        if (stopping) {
            return; // goes on after the next start
        }
        long now = MachineClock.now();
        long backoff = Math.min(settings.every().toMillis(), SHORTEST_BACKOFF << Math.min(at.attempts(), 10));
        long due = now + Math.max(wait.toMillis(), backoff);
        store.fail(at, resumes, fault.getMessage(), due, now);
        LOG.warn(
                "{} to {} could not be reconciled, tried again at {}: {}",
                Instant.ofEpochMilli(at.from()),
                Instant.ofEpochMilli(at.to()),
                Instant.ofEpochMilli(due),
                fault.getMessage());
    }

    @PreDestroy
    synchronized void stop() {
        stopping = true;
        if (threads != null) {
            threads.shutdown();
        }
    }
}
