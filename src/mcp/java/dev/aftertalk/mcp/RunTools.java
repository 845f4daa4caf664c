package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Scope;
import dev.aftertalk.care.replay.RunOrders;
import dev.aftertalk.ledger.history.RunView;
import dev.aftertalk.text.PlainText;
import java.util.List;
import java.util.Set;

/** Has one run run again, or leaves it. */
final class RunTools implements ToolGroup {

    private static final int LONGEST_REASON = 200;

    private final RunOrders orders;

    RunTools(RunOrders orders) {
        this.orders = orders;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "replay_run",
                        "Run a run again",
                        "Has the run of one event in one workflow run again, through all that keeps it from acting twice. What is done stays done, and what"
                                + " is in doubt stays in doubt, unless it is forced.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.ACTS,
                        run(InputSchema.none())
                                .flag("force", "true acts again, whatever was done: a mail may go out twice.", false)
                                .dry(),
                        this::replay),
                new Tool(
                        "skip_run",
                        "Leave a run",
                        "Leaves the run of one event in one workflow for good, with a reason that is kept with it.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.ACTS,
                        run(InputSchema.none())
                                .needs("reason", "Why, in a line of at most 200 characters.", LONGEST_REASON)
                                .dry(),
                        this::skip));
    }

    private static InputSchema run(InputSchema schema) {
        return schema.needs("event", "The eventId, or the ledger's number of the event.")
                .needs("workflow", "The workflow's name.");
    }

    /** The run as it is, and what would be done with it or was. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ordered(boolean dryRun, String would, RunView run) {}

    private Object replay(Arguments asked, Caller caller) {
        String event = asked.text("event");
        String workflow = asked.text("workflow");
        boolean force = asked.flag("force", false);
        return asked.dry()
                ? new Ordered(true, "run again", orders.ifReplayed(event, workflow, force))
                : new Ordered(false, null, orders.replay(event, workflow, null, force, caller.name()));
    }

    private Object skip(Arguments asked, Caller caller) {
        String event = asked.text("event");
        String workflow = asked.text("workflow");
        String reason = PlainText.line(asked.text("reason"));
        return asked.dry()
                ? new Ordered(true, "be skipped", orders.ifSkipped(event, workflow))
                : new Ordered(false, null, orders.skip(event, workflow, reason, caller.name()));
    }
}
