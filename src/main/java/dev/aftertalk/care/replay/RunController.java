package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.ledger.history.RunView;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.web.ApiAnswers;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Changes one run: has it run again, or leaves it. */
@RestController
class RunController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The ledger can't be reached");

    private static final int LONGEST_REASON = 200;
    private static final String ATTEMPTS = "attempts";

    private final LedgerReader reader;
    private final RunChanges changes;
    private final Ledger ledger;
    private final OldNames oldNames;

    RunController(LedgerReader reader, RunChanges changes, Ledger ledger, OldNames oldNames) {
        this.reader = reader;
        this.changes = changes;
        this.ledger = ledger;
        this.oldNames = oldNames;
    }

    @PostMapping("/api/events/{id}/runs/{name}/replay")
    ResponseEntity<RunView> replay(
            @PathVariable String id,
            @PathVariable String name,
            @RequestBody(required = false) Map<String, Object> body,
            Principal who) {
        return ANSWERS.ok(() -> {
            boolean force = force(body);
            EventView event = event(id);
            String workflow = oldNames.today(name, event.eventType());
            RunView run = run(event, workflow);
            String state = run.state();
            if (List.of("queued", "running", "retrying").contains(state)) {
                throw ApiAnswers.conflict("It is on its way already: " + state + ".");
            }
            if (state.equals("done") && !force) {
                throw ApiAnswers.conflict("It is done. To act again all the same, send \"force\": true.");
            }
            if (ledger.leftOut().contains(workflow)) {
                throw ApiAnswers.conflict(
                        "The workflow does not run here: its settings are missing, see the server's log.");
            }
            if (!ledger.workflows().contains(workflow)) {
                throw ApiAnswers.conflict(
                        "No route takes its runs, so that it would wait for ever: is its file in routes/workflows gone?");
            }
            ChangedRuns.Key key = new ChangedRuns.Key(Long.parseLong(event.number()), workflow);
            ChangedRuns.Seen seen = new ChangedRuns.Seen(state, attempts(body, run.attempts()));
            ChangedRuns.Order order = new ChangedRuns.Order(who.getName(), force);
            return answer(changes.replay(key, event.eventId(), seen, order), id, workflow);
        });
    }

    @PostMapping("/api/events/{id}/runs/{name}/skip")
    ResponseEntity<RunView> skip(
            @PathVariable String id,
            @PathVariable String name,
            @RequestBody(required = false) Map<String, Object> body,
            Principal who) {
        return ANSWERS.ok(() -> {
            String reason = reason(body);
            EventView event = event(id);
            String workflow = oldNames.today(name, event.eventType());
            run(event, workflow);
            ChangedRuns.Key key = new ChangedRuns.Key(Long.parseLong(event.number()), workflow);
            return answer(changes.skip(key, event.eventId(), reason, who.getName()), id, workflow);
        });
    }

    private static boolean force(Map<String, Object> body) {
        if (body == null) {
            return false;
        }
        body.keySet().forEach(name -> Parameters.check("field", name, List.of("force", ATTEMPTS)));
        return ReplayRequest.flag(body, "force", false);
    }

    /** After which attempt it is wanted: by who asks, if they say so, or by what the ledger says now. */
    private static int attempts(Map<String, Object> body, int now) {
        Object asked = body == null ? null : body.get(ATTEMPTS);
        if (asked == null) {
            return now;
        }
        if (!(asked instanceof Integer attempts) || attempts < 0) {
            throw new IllegalArgumentException(ATTEMPTS + " must be a number, as the run shows it.");
        }
        if (attempts != now) {
            throw ApiAnswers.conflict("It has run again since: attempt " + now + " has ended meanwhile.");
        }
        return attempts;
    }

    private static String reason(Map<String, Object> body) {
        Object reason = body == null ? null : body.get("reason");
        String line = reason instanceof String ? PlainText.line(reason) : "";
        if (line.isEmpty() || line.length() > LONGEST_REASON || body.size() > 1) {
            throw new IllegalArgumentException(
                    "Say why, and nothing else: {\"reason\": \"…\"}, at most " + LONGEST_REASON + " characters.");
        }
        return line;
    }

    private EventView event(String id) {
        return reader.event(reader.number(id).orElseThrow(() -> ApiAnswers.notFound("There is no such event.")));
    }

    private static RunView run(EventView event, String workflow) {
        return event.runs().stream()
                .filter(run -> run.workflow().equals(workflow))
                .findFirst()
                .orElseThrow(() -> ApiAnswers.notFound("The event has no run of this workflow."));
    }

    private RunView answer(boolean changed, String id, String workflow) {
        RunView run = run(event(id), workflow);
        if (!changed) {
            throw ApiAnswers.conflict("It is " + run.state() + " and was left as it is.");
        }
        return run;
    }
}
