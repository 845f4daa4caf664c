package dev.aftertalk.care.reconcile;

import dev.aftertalk.access.Audit;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** What the reconciliations have come to, and asking for one. */
@Component
public class ReconciliationReports {

    private final ReconciliationStore store;
    private final KeptEvents kept;
    private final Audit audit;

    ReconciliationReports(ReconciliationStore store, KeptEvents kept, Audit audit) {
        this.store = store;
        this.kept = kept;
        this.audit = audit;
    }

    /**
     * Asks for a stretch of time to be compared with iAdvize's lists; the one server that reconciles does it.
     *
     * @return the number of its report
     * @throws IllegalArgumentException in words for whoever asked, for a time that can't be compared
     */
    public long ask(Instant from, Instant to, String who) {
        long now = MachineClock.now();
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to.");
        }
        kept.check("from", from.toEpochMilli(), now);
        return store.ask(new TimeRange(from.toEpochMilli(), to.toEpochMilli()), now, audit, who);
    }

    /**
     * The latest ones, the last first.
     *
     * @throws org.springframework.dao.DataAccessException when they can't be read
     */
    public List<ReconciliationReport> latest(int most) {
        return store.latest(most).stream().map(ReconciliationReport::of).toList();
    }
}
