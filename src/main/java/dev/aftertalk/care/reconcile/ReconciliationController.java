package dev.aftertalk.care.reconcile;

import dev.aftertalk.web.ApiAnswers;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reports of the reconciler as JSON, the latest first. */
@RestController
class ReconciliationController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The reports can't be read");
    private static final int MOST = 100;

    private final ReconciliationStore store;

    ReconciliationController(ReconciliationStore store) {
        this.store = store;
    }

    @GetMapping("/api/reconciliations")
    ResponseEntity<List<Report>> reconciliations() {
        return ANSWERS.ok(() -> store.latest(MOST).stream().map(Report::of).toList());
    }

    /**
     * A report.
     *
     * @param found what iAdvize has of that time; each of it was had already, was started, was erased here, or is missing
     * @param types the types of events that were compared; null before the first pass
     * @param note what went wrong, or what could not be compared; null for neither
     */
    record Report(
            long id,
            String reason,
            Instant from,
            Instant to,
            String state,
            int found,
            int had,
            int started,
            int erased,
            int missing,
            Instant requestedAt,
            Instant endedAt,
            List<String> types,
            String note) {

        static Report of(Reconciliation row) {
            return new Report(
                    row.id(),
                    row.reason(),
                    Instant.ofEpochMilli(row.from()),
                    Instant.ofEpochMilli(row.to()),
                    row.state(),
                    row.counts().found(),
                    row.counts().had(),
                    row.counts().started(),
                    row.counts().erased(),
                    row.counts().missing(),
                    Instant.ofEpochMilli(row.requestedAt()),
                    row.endedAt() == null ? null : Instant.ofEpochMilli(row.endedAt()),
                    row.types(),
                    row.error());
        }
    }
}
