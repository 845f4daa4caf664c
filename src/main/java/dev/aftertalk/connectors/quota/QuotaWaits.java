package dev.aftertalk.connectors.quota;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.ledger.waiting.WaitingRuns;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Lets runs go on that were sent away for a quota, as many as there are calls for, those of high priority first. So they cost nothing while they
 * wait, however many there are.
 */
@Component
class QuotaWaits extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaWaits.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /** While nobody waits: an idle server is to be quiet. */
    private static final Duration QUIET_PAUSE = Duration.ofSeconds(5);
    /** A server that is gone may have left some behind. They are only looked for now and then. */
    private static final Duration LOOKS_FOR_ANY = Duration.ofSeconds(30);

    private final Quotas quotas;
    private final Guards guards;
    private final WaitingRuns waiting;
    private final Clock clock;
    private Instant lookedForAny = Instant.EPOCH;

    @Autowired
    QuotaWaits(Quotas quotas, Guards guards, WaitingRuns waiting) {
        this(quotas, guards, waiting, SteadyClock.get());
    }

    QuotaWaits(Quotas quotas, Guards guards, WaitingRuns waiting, Clock clock) {
        super("quota", PAUSE, PAUSE);
        this.quotas = quotas;
        this.guards = guards;
        this.waiting = waiting;
        this.clock = clock;
    }

    @Override
    protected void run() {
        look();
    }

    @Override
    protected Duration pause() {
        return quotas.all().stream().anyMatch(Quota::somebodyMayWait) ? PAUSE : QUIET_PAUSE;
    }

    /** Looks at each system once. Only one thread may. */
    void look() {
        try {
            Instant now = clock.instant();
            boolean any = !now.isBefore(lookedForAny.plus(LOOKS_FOR_ANY));
            if (any) {
                lookedForAny = now;
            }
            quotas.all().stream().filter(each -> any || each.somebodyMayWait()).forEach(this::goOn);
            if (any) {
                // Nobody has called it since the start: one that waits does, and then it is known how it stands.
                guards.systems().stream()
                        .filter(system -> !quotas.isKnown(system))
                        .forEach(system -> waiting.tryOne(Quota.waitsFor(system)));
            }
        } catch (RuntimeException e) { // the ledger says that its database is away; the next look may find it again
            LOG.debug("What waits for a quota can't go on now", e);
        }
    }

    private void goOn(Quota quota) {
        Map<String, Long> runs = waiting.count(quota.waitsFor());
        long ahead = 0;
        for (Priority priority : Priority.values()) {
            List<String> workflows = runs.keySet().stream()
                    .filter(workflow -> quotas.priority(workflow) == priority)
                    .toList();
            if (!workflows.isEmpty()) {
                ahead += goOn(quota, workflows, quota.room(priority) - ahead);
            }
        }
        if (!runs.isEmpty()) {
            quota.somebodyWaits();
        }
    }

    /** All the workflows of a priority alike. @return how many may go on now */
    private long goOn(Quota quota, List<String> workflows, long room) {
        long each = (Math.max(0, room) + workflows.size() - 1) / workflows.size();
        return workflows.stream()
                .mapToLong(workflow -> waiting.goOn(quota.waitsFor(), workflow, each))
                .sum();
    }
}
