package dev.aftertalk.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.care.pause.Pause;
import dev.aftertalk.connectors.calls.Trouble;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.RunView;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.text.Unnamed;
import java.util.List;

/**
 * What a caller is shown, the same as the console shows its viewers and operators: without the scope {@code operate} no visitor, conversation or
 * payload, no address in a cause, and none of the words in which operators say why they do something.
 *
 * @param persons whether what could name a person is shown
 */
record Shown(boolean persons) {

    private static final int LONGEST_BODY = 20_000;

    /** Stands for what is there and not shown. */
    private static final String HIDDEN = "…";

    static Shown to(Caller caller) {
        return new Shown(caller.seesPersons());
    }

    /** What a run, a call or a system says of itself; null stays null. */
    String cause(String cause) {
        return cause == null || persons ? cause : Unnamed.text(ChangedRuns.withoutReason(cause));
    }

    EventView event(EventView event) {
        return new EventView(
                event.eventId(),
                event.number(),
                event.eventType(),
                event.projectId(),
                persons ? event.conversationId() : null,
                persons ? event.visitorId() : null,
                event.createdAt(),
                event.receivedAt(),
                event.origin(),
                event.runs().stream().map(this::run).toList(),
                persons && event.body() != null ? PlainText.cut(event.body(), LONGEST_BODY) : null);
    }

    RunView run(RunView run) {
        if (persons) {
            return run;
        }
        return new RunView(
                run.eventId(),
                run.workflow(),
                run.state(),
                cause(run.cause()),
                run.attempts(),
                run.startedAt(),
                run.dueAt(),
                run.waitsFor(),
                run.claimedAt(),
                run.endedAt(),
                run.server(),
                run.about() == null ? null : HIDDEN,
                run.aboutSince(),
                run.history() == null
                        ? null
                        : run.history().stream().map(this::entry).toList());
    }

    /** An attempt, or what a person did, whose cause is that person's reason. */
    private JsonNode entry(JsonNode line) {
        ObjectNode entry = line.deepCopy();
        if (entry.has("action")) {
            entry.remove("cause");
        }
        if (entry.hasNonNull("cause")) {
            entry.put("cause", cause(entry.get("cause").asText()));
        }
        for (String name : List.of("ids", "notes")) {
            if (entry.get(name) instanceof ArrayNode texts) {
                ArrayNode shown = entry.putArray(name);
                texts.forEach(each -> shown.add(cause(each.asText())));
            }
        }
        return entry;
    }

    Operations.Workflow workflow(Operations.Workflow workflow) {
        return new Operations.Workflow(
                workflow.name(),
                workflow.state(),
                pause(workflow.paused()),
                workflow.queued(),
                workflow.retrying(),
                workflow.running(),
                workflow.dead(),
                workflow.oldestDueAt());
    }

    Operations.CalledSystem system(Operations.CalledSystem system) {
        Trouble trouble = system.trouble();
        return new Operations.CalledSystem(
                system.name(),
                system.breaker(),
                trouble == null ? null : new Trouble(trouble.since(), trouble.refusing(), cause(trouble.why())),
                pause(system.paused()),
                system.quota());
    }

    private Pause pause(Pause pause) {
        return pause == null || persons ? pause : new Pause(pause.kind(), pause.name(), pause.since(), pause.by(), "");
    }
}
