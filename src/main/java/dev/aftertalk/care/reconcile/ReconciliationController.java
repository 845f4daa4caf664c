package dev.aftertalk.care.reconcile;

import dev.aftertalk.time.MachineClock;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The reports of the reconciler as JSON, the latest first, and asking for one. */
@RestController
class ReconciliationController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The reports can't be read");
    private static final int MOST = 100;

    private final ReconciliationReports reports;

    ReconciliationController(ReconciliationReports reports) {
        this.reports = reports;
    }

    /** The number of the report to come. */
    record Asked(long id) {}

    /** Has {@code from} to {@code to} compared, which are times with a time zone; without {@code to} until now. */
    @PostMapping("/api/reconciliations")
    ResponseEntity<Asked> ask(@RequestBody Map<String, Object> body, Principal who) {
        return ANSWERS.of(HttpStatus.ACCEPTED, () -> {
            if (!Set.of("from", "to").containsAll(body.keySet())) {
                throw new IllegalArgumentException("Say from when and until when: {\"from\": \"…\", \"to\": \"…\"}.");
            }
            Instant to = body.get("to") == null ? MachineClock.get().instant() : time("to", body.get("to"));
            return new Asked(reports.ask(time("from", body.get("from")), to, who.getName()));
        });
    }

    @GetMapping("/api/reconciliations")
    ResponseEntity<List<ReconciliationReport>> reconciliations() {
        return ANSWERS.ok(() -> reports.latest(MOST));
    }

    private static Instant time(String name, Object value) {
        try {
            return OffsetDateTime.parse(String.valueOf(value)).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " must be a time such as 2026-11-22T10:00:00Z.");
        }
    }
}
