package dev.aftertalk.deploy.live;

import dev.aftertalk.web.ApiAnswers;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells which files of {@code routes/} run, which are refused and why, and whether all servers run the same. */
@RestController
class RoutesController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("What other servers run can't be read");

    private final RouteReports reports;

    RoutesController(RouteReports reports) {
        this.reports = reports;
    }

    @GetMapping("/api/routes")
    ResponseEntity<RouteReports.Report> routes() {
        return ANSWERS.ok(reports::now);
    }
}
