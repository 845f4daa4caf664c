package dev.aftertalk.care.pause;

import dev.aftertalk.text.PlainText;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Shows workflows and systems with what waits for them, and pauses and resumes them. */
@RestController
class PauseController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The ledger can't be reached");
    private static final int LONGEST_REASON = 200;

    private final Operations operations;

    PauseController(Operations operations) {
        this.operations = operations;
    }

    /** What a list is in. */
    record Workflows(List<Operations.Workflow> workflows) {}

    /** What a list is in. */
    record Systems(List<Operations.CalledSystem> systems) {}

    @GetMapping("/api/workflows")
    ResponseEntity<Workflows> workflows() {
        return ANSWERS.ok(() -> new Workflows(operations.workflows()));
    }

    @GetMapping("/api/systems")
    ResponseEntity<Systems> systems() {
        return ANSWERS.ok(() -> new Systems(operations.systems()));
    }

    @PostMapping("/api/workflows/{name}/pause")
    ResponseEntity<Operations.Workflow> pauseWorkflow(
            @PathVariable String name, @RequestBody(required = false) Map<String, Object> body, Principal who) {
        return ANSWERS.ok(() -> {
            String reason = reason(body);
            workflow(name);
            change(operations.pauseWorkflow(name, reason, who.getName()), "It is paused already.");
            return workflow(name);
        });
    }

    @PostMapping("/api/workflows/{name}/resume")
    ResponseEntity<Operations.Workflow> resumeWorkflow(@PathVariable String name, Principal who) {
        return ANSWERS.ok(() -> {
            workflow(name);
            change(operations.resumeWorkflow(name, who.getName()), "It is not paused.");
            return operations.workflow(name).orElseGet(() -> Operations.Workflow.gone(name));
        });
    }

    @PostMapping("/api/systems/{name}/pause")
    ResponseEntity<Operations.CalledSystem> pauseSystem(
            @PathVariable String name, @RequestBody(required = false) Map<String, Object> body, Principal who) {
        return ANSWERS.ok(() -> {
            String reason = reason(body);
            system(name);
            change(operations.pauseSystem(name, reason, who.getName()), "It is paused already.");
            return system(name);
        });
    }

    @PostMapping("/api/systems/{name}/resume")
    ResponseEntity<Operations.CalledSystem> resumeSystem(@PathVariable String name, Principal who) {
        return ANSWERS.ok(() -> {
            system(name);
            change(operations.resumeSystem(name, who.getName()), "It is not paused.");
            return system(name);
        });
    }

    private Operations.Workflow workflow(String name) {
        return operations.workflow(name).orElseThrow(() -> {
            List<Operations.Workflow> all = operations.workflows();
            return ApiAnswers.notFound("There is no such workflow; there are "
                    + all.stream().map(Operations.Workflow::name).collect(Collectors.joining(", ")) + ".");
        });
    }

    private Operations.CalledSystem system(String name) {
        return operations.system(name).orElseThrow(() -> {
            List<Operations.CalledSystem> all = operations.systems();
            return ApiAnswers.notFound("There is no such system; there are "
                    + all.stream().map(Operations.CalledSystem::name).collect(Collectors.joining(", ")) + ".");
        });
    }

    private static void change(boolean changed, String otherwise) {
        if (!changed) {
            throw ApiAnswers.conflict(otherwise);
        }
    }

    private static String reason(Map<String, Object> body) {
        if (body == null || body.isEmpty()) {
            return "";
        }
        String line = body.get("reason") instanceof String given ? PlainText.line(given) : "";
        if (line.isEmpty() || line.length() > LONGEST_REASON || body.size() > 1) {
            throw new IllegalArgumentException(
                    "Say why, or nothing at all: {\"reason\": \"…\"}, at most " + LONGEST_REASON + " characters.");
        }
        return line;
    }
}
