package dev.aftertalk.care.reconcile;

import dev.aftertalk.web.ApiAnswers;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The reports of the reconciler as JSON, the latest first. */
@RestController
class ReconciliationController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The reports can't be read");
    private static final int MOST = 100;

    private final ReconciliationReports reports;

    ReconciliationController(ReconciliationReports reports) {
        this.reports = reports;
    }

    @GetMapping("/api/reconciliations")
    ResponseEntity<List<ReconciliationReport>> reconciliations() {
        return ANSWERS.ok(() -> reports.latest(MOST));
    }
}
