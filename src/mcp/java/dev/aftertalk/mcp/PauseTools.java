package dev.aftertalk.mcp;

import dev.aftertalk.access.Scope;
import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.text.PlainText;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.Collectors;

/** Pauses and resumes workflows and the calls to other systems. */
final class PauseTools implements ToolGroup {

    private static final int LONGEST_REASON = 200;

    private final Operations operations;

    PauseTools(Operations operations) {
        this.operations = operations;
    }

    @Override
    public List<Tool> tools() {
        return List.of(
                new Tool(
                        "pause",
                        "Pause a workflow or a system",
                        "Pauses a workflow, or all calls to another system, on all servers until somebody resumes it: what is to be done waits and is not"
                                + " lost. Give workflow or system.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.CHANGES,
                        paused(InputSchema.none().text("reason", "Why, in a line of at most 200 characters.")),
                        this::pause),
                new Tool(
                        "resume",
                        "Resume a workflow or a system",
                        "Lets a paused workflow, or the calls to a paused system, go on. Give workflow or system.",
                        Set.of(Scope.OPERATE),
                        Tool.Effect.CHANGES,
                        paused(InputSchema.none()),
                        this::resume));
    }

    private static InputSchema paused(InputSchema schema) {
        return schema.text("workflow", "A workflow's name.")
                .text("system", "A system's name, such as smtp, as get_figures gives it.")
                .dry();
    }

    /** What is meant, as it is now: one workflow or one system. */
    private Object named(Arguments asked) {
        String workflow = asked.text("workflow");
        String system = asked.text("system");
        if ((workflow == null) == (system == null)) {
            throw new IllegalArgumentException("Give workflow or system, and not both.");
        }
        return workflow != null ? workflow(workflow) : system(system);
    }

    private Operations.Workflow workflow(String name) {
        return operations
                .workflow(name)
                .orElseThrow(() -> new NoSuchElementException("There is no workflow " + name + "; there are "
                        + operations.workflows().stream()
                                .map(Operations.Workflow::name)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private Operations.CalledSystem system(String name) {
        return operations
                .system(name)
                .orElseThrow(() -> new NoSuchElementException("There is no system " + name + "; there are "
                        + operations.systems().stream()
                                .map(Operations.CalledSystem::name)
                                .collect(Collectors.joining(", "))
                        + "."));
    }

    private static boolean isPaused(Object named) {
        return named instanceof Operations.Workflow workflow
                ? workflow.paused() != null
                : ((Operations.CalledSystem) named).paused() != null;
    }

    private Object pause(Arguments asked, Caller caller) {
        String reason = PlainText.line(asked.text("reason"), LONGEST_REASON);
        if (isPaused(named(asked))) {
            throw new IllegalArgumentException("It is paused already.");
        }
        if (asked.dry()) {
            return Map.of("dryRun", true, "would", "be paused", "now", named(asked));
        }
        if (asked.text("workflow") != null) {
            operations.pauseWorkflow(asked.text("workflow"), reason, caller.name());
        } else {
            operations.pauseSystem(asked.text("system"), reason, caller.name());
        }
        return Map.of("dryRun", false, "now", named(asked));
    }

    private Object resume(Arguments asked, Caller caller) {
        if (!isPaused(named(asked))) {
            throw new IllegalArgumentException("It is not paused.");
        }
        if (asked.dry()) {
            return Map.of("dryRun", true, "would", "go on", "now", named(asked));
        }
        if (asked.text("workflow") != null) {
            operations.resumeWorkflow(asked.text("workflow"), caller.name());
        } else {
            operations.resumeSystem(asked.text("system"), caller.name());
        }
        return Map.of("dryRun", false);
    }
}
