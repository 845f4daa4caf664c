package dev.aftertalk.care.drill;

import dev.aftertalk.web.ApiAnswers;
import java.math.BigDecimal;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Begins drills, ends them, and shows their reports. */
@RestController
class DrillController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The drills can't be reached");
    private static final String HOW =
            "Say what to drill, and for how long in minutes or in seconds: {\"drill\": \"salesforce-429\", \"minutes\": 10} or"
                    + " {\"drill\": \"salesforce-429\", \"seconds\": 30}.";
    private static final int MOST = 100;

    private final DrillDesk desk;

    DrillController(DrillDesk desk) {
        this.desk = desk;
    }

    @PostMapping("/api/drills")
    ResponseEntity<DrillReport> start(@RequestBody Map<String, Object> body, Principal who) {
        return ANSWERS.of(HttpStatus.ACCEPTED, () -> {
            try {
                return desk.start(name(body), time(body), who.getName())
                        .orElseThrow(() -> ApiAnswers.conflict(InTheWay.words(desk.inTheWay())));
            } catch (DrillSettings.NotAllowedException e) {
                throw ApiAnswers.conflict(e.getMessage());
            }
        });
    }

    private static String name(Map<String, Object> body) {
        if (!(body.get("drill") instanceof String name)
                || !Set.of("drill", "minutes", "seconds").containsAll(body.keySet())) {
            throw new IllegalArgumentException(HOW);
        }
        return name;
    }

    private static Duration time(Map<String, Object> body) {
        boolean inMinutes = body.get("minutes") instanceof Number;
        if (body.get(inMinutes ? "minutes" : "seconds") instanceof Number number && body.size() == 2) {
            return DrillSettings.time(
                    new BigDecimal(number.toString()), inMinutes ? Duration.ofMinutes(1) : Duration.ofSeconds(1));
        }
        throw new IllegalArgumentException(HOW);
    }

    @GetMapping("/api/drills")
    ResponseEntity<List<DrillReport>> latest() {
        return ANSWERS.ok(
                () -> desk.latest(MOST).stream().map(DrillController::told).toList());
    }

    @GetMapping(path = "/api/drills/{id:\\d{1,18}}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<DrillReport> one(@PathVariable long id) {
        return ANSWERS.ok(() -> told(found(id)));
    }

    /** What a program reads must not be figures of the begin, as if nothing had come meanwhile. */
    private static DrillReport told(DrillReport report) {
        return report.hasFiguresLater() ? report.withoutFigures() : report;
    }

    /** The same facts for people. */
    @GetMapping(path = "/api/drills/{id:\\d{1,18}}", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> text(@PathVariable long id) {
        return ANSWERS.ok(() -> found(id).text());
    }

    @DeleteMapping("/api/drills/{id:\\d{1,18}}")
    ResponseEntity<DrillReport> end(@PathVariable long id, Principal who) {
        return ANSWERS.ok(() -> {
            found(id);
            if (!desk.end(id, who.getName())) {
                throw ApiAnswers.conflict("It is over already.");
            }
            return told(found(id));
        });
    }

    private DrillReport found(long id) {
        return desk.find(id).orElseThrow(() -> ApiAnswers.notFound("There is no such drill."));
    }
}
