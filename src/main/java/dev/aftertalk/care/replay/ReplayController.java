package dev.aftertalk.care.replay;

import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Has all runs that match a filter run again: counts them first, and shows and stops what was ordered. */
@RestController
class ReplayController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The ledger can't be reached");

    private final BulkReplays replays;

    ReplayController(BulkReplays replays) {
        this.replays = replays;
    }

    /** What would be done: how many runs, and how many of each workflow. */
    record DryReplay(
            boolean dry, Map<String, String> filter, boolean force, long matched, Map<String, Long> workflows) {}

    @PostMapping("/api/runs/replay")
    ResponseEntity<Object> replay(@RequestBody Map<String, Object> body, Principal who) {
        ReplayRequest request = parse(body);
        return ANSWERS.of(request.dry() ? HttpStatus.OK : HttpStatus.ACCEPTED, () -> {
            if (request.dry()) {
                BulkReplays.Count count = replays.count(request.filter());
                return new DryReplay(true, request.filter().asMap(), request.force(), count.all(), count.workflows());
            }
            return replays.start(request.filter(), request.force(), request.perSecond(), who.getName());
        });
    }

    private static ReplayRequest parse(Map<String, Object> body) {
        try {
            return ReplayRequest.of(body);
        } catch (IllegalArgumentException e) {
            throw ApiAnswers.badRequest(e.getMessage());
        }
    }

    @GetMapping("/api/replays")
    ResponseEntity<List<Replay>> last() {
        return ANSWERS.ok(replays::last);
    }

    @GetMapping("/api/replays/{id}")
    ResponseEntity<Replay> one(@PathVariable String id) {
        return ANSWERS.ok(() -> found(id));
    }

    @PostMapping("/api/replays/{id}/cancel")
    ResponseEntity<Replay> cancel(@PathVariable String id, Principal who) {
        return ANSWERS.ok(() -> {
            found(id);
            if (!replays.cancel(id, who.getName())) {
                throw ApiAnswers.conflict("It is over already.");
            }
            return found(id);
        });
    }

    private Replay found(String id) {
        Optional<Replay> replay = replays.find(id);
        return replay.orElseThrow(() -> ApiAnswers.notFound("There is no such replay."));
    }
}
