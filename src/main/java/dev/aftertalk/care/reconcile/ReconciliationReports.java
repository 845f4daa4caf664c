package dev.aftertalk.care.reconcile;

import java.util.List;
import org.springframework.stereotype.Component;

/** What the reconciliations have come to. */
@Component
public class ReconciliationReports {

    private final ReconciliationStore store;

    ReconciliationReports(ReconciliationStore store) {
        this.store = store;
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
