package dev.aftertalk.care.pause;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.care.pause.Pause.Kind;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.Backlogs;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    private final Pauses pauses;
    private final Ledger ledger;
    private final Guards guards;
    private final Backlogs backlogs;

    PauseController(Pauses pauses, Ledger ledger, Guards guards, Backlogs backlogs) {
        this.pauses = pauses;
        this.ledger = ledger;
        this.guards = guards;
        this.backlogs = backlogs;
    }

    /**
     * A workflow with its runs that are not over yet.
     *
     * @param state {@code running}; {@code paused} by people; {@code suspended} as its route is; {@code left out} for its settings or its file;
     *     {@code unknown} when this server has no such route
     * @param oldestDueAt since when the run that is due longest is due; absent when none is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WorkflowView(
            String name,
            String state,
            Pause paused,
            long queued,
            long retrying,
            long running,
            long dead,
            Instant oldestDueAt) {}

    /**
     * Another system.
     *
     * @param breaker of its circuit breaker on this server: {@code closed}, {@code open} or {@code half open}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SystemView(String name, String breaker, Pause paused) {}

    /** What a list is in. */
    record Workflows(List<WorkflowView> workflows) {}

    /** What a list is in. */
    record Systems(List<SystemView> systems) {}

    @GetMapping("/api/workflows")
    ResponseEntity<Workflows> workflows() {
        return ANSWERS.ok(() -> {
            Map<String, Backlogs.Backlog> all = backlogs.read();
            return new Workflows(
                    names(all).stream().map(name -> view(name, all)).toList());
        });
    }

    @GetMapping("/api/systems")
    ResponseEntity<Systems> systems() {
        return ANSWERS.ok(
                () -> new Systems(guards.systems().stream().map(this::system).toList()));
    }

    @PostMapping("/api/workflows/{name}/pause")
    ResponseEntity<WorkflowView> pauseWorkflow(
            @PathVariable String name, @RequestBody(required = false) Map<String, Object> body, Principal who) {
        return ANSWERS.ok(() -> {
            String reason = reason(body);
            require("workflow", name, names(backlogs.read()));
            change(pauses.pause(Kind.WORKFLOW, name, who.getName(), reason), "It is paused already.");
            return view(name, backlogs.read());
        });
    }

    @PostMapping("/api/workflows/{name}/resume")
    ResponseEntity<WorkflowView> resumeWorkflow(@PathVariable String name, Principal who) {
        return ANSWERS.ok(() -> {
            require("workflow", name, names(backlogs.read()));
            change(pauses.resume(Kind.WORKFLOW, name, who.getName()), "It is not paused.");
            return view(name, backlogs.read());
        });
    }

    @PostMapping("/api/systems/{name}/pause")
    ResponseEntity<SystemView> pauseSystem(
            @PathVariable String name, @RequestBody(required = false) Map<String, Object> body, Principal who) {
        return ANSWERS.ok(() -> {
            String reason = reason(body);
            require("system", name, guards.systems());
            change(pauses.pause(Kind.SYSTEM, name, who.getName(), reason), "It is paused already.");
            return system(name);
        });
    }

    @PostMapping("/api/systems/{name}/resume")
    ResponseEntity<SystemView> resumeSystem(@PathVariable String name, Principal who) {
        return ANSWERS.ok(() -> {
            require("system", name, guards.systems());
            change(pauses.resume(Kind.SYSTEM, name, who.getName()), "It is not paused.");
            return system(name);
        });
    }

    private Set<String> names(Map<String, Backlogs.Backlog> all) {
        Set<String> names = new TreeSet<>(all.keySet());
        names.addAll(ledger.workflows());
        names.addAll(ledger.leftOut());
        names.addAll(pauses.names(Kind.WORKFLOW));
        return names;
    }

    private WorkflowView view(String name, Map<String, Backlogs.Backlog> all) {
        Backlogs.Backlog backlog = all.getOrDefault(name, Backlogs.Backlog.NONE);
        return new WorkflowView(
                name,
                state(name),
                pauses.find(Kind.WORKFLOW, name).orElse(null),
                backlog.queued(),
                backlog.retrying(),
                backlog.running(),
                backlog.dead(),
                backlog.oldestDueAt().filter(due -> !due.isAfter(Instant.now())).orElse(null));
    }

    private String state(String name) {
        if (pauses.find(Kind.WORKFLOW, name).isPresent()) {
            return "paused";
        }
        if (ledger.workflows().contains(name)) {
            return ledger.activeWorkflows().contains(name) ? "running" : "suspended";
        }
        return ledger.leftOut().contains(name) ? "left out" : "unknown";
    }

    private SystemView system(String name) {
        return new SystemView(
                name, guards.state(name), pauses.find(Kind.SYSTEM, name).orElse(null));
    }

    private static void require(String kind, String name, Set<String> known) {
        if (!known.contains(name)) {
            throw ApiAnswers.notFound("There is no such " + kind + "; there are " + String.join(", ", known) + ".");
        }
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
