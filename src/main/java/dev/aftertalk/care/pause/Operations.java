package dev.aftertalk.care.pause;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.care.pause.Pause.Kind;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.Trouble;
import dev.aftertalk.connectors.quota.Quota;
import dev.aftertalk.connectors.quota.Quotas;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.Backlogs;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/**
 * Workflows and systems as people operate them: what waits for each, whether it goes on, pausing and resuming it. All may throw what a ledger
 * throws that can't be read or written.
 */
@Component
public class Operations {

    private final Pauses pauses;
    private final Ledger ledger;
    private final Guards guards;
    private final Quotas quotas;
    private final Backlogs backlogs;

    Operations(Pauses pauses, Ledger ledger, Guards guards, Quotas quotas, Backlogs backlogs) {
        this.pauses = pauses;
        this.ledger = ledger;
        this.guards = guards;
        this.quotas = quotas;
        this.backlogs = backlogs;
    }

    /**
     * A workflow with its runs that are not over yet.
     *
     * @param state {@code running}; {@code paused} by people; {@code suspended} as its route is; {@code left out} for its settings or its file;
     *     {@code unknown} when this server has no such route
     * @param oldestDueAt since when the run that is due longest is due; null when none is
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Workflow(
            String name,
            String state,
            Pause paused,
            long queued,
            long retrying,
            long running,
            long dead,
            Instant oldestDueAt) {

        /** One that there was for its pause alone, once it is resumed. */
        static Workflow gone(String name) {
            return new Workflow(name, "unknown", null, 0, 0, 0, 0, null);
        }
    }

    /**
     * Another system.
     *
     * @param breaker of its circuit breaker on this server: {@code closed}, {@code open} or {@code half open}
     * @param trouble what is wrong while the breaker is not closed; null while it is
     * @param quota the calls that it still allows; null while it has said nothing of that to this server
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CalledSystem(String name, String breaker, Trouble trouble, Pause paused, Quota.State quota) {}

    /** All workflows, by name. */
    public List<Workflow> workflows() {
        Map<String, Backlogs.Backlog> all = backlogs.read();
        return names(all).stream().map(name -> view(name, all)).toList();
    }

    /** One workflow; empty when there is none of that name. */
    public Optional<Workflow> workflow(String name) {
        Map<String, Backlogs.Backlog> all = backlogs.read();
        return names(all).contains(name) ? Optional.of(view(name, all)) : Optional.empty();
    }

    /** All other systems, by name. */
    public List<CalledSystem> systems() {
        return guards.systems().stream().map(this::view).toList();
    }

    /** One system; empty when there is none of that name. */
    public Optional<CalledSystem> system(String name) {
        return guards.systems().contains(name) ? Optional.of(view(name)) : Optional.empty();
    }

    /**
     * Pauses a workflow on all nodes.
     *
     * @param reason a line; empty for none
     * @return false when it was paused already, which stays as it was
     */
    public boolean pauseWorkflow(String name, String reason, String who) {
        return pauses.pause(Kind.WORKFLOW, name, who, reason);
    }

    /** @return false when it was not paused */
    public boolean resumeWorkflow(String name, String who) {
        return pauses.resume(Kind.WORKFLOW, name, who);
    }

    /**
     * Pauses all calls to a system on all nodes.
     *
     * @param reason a line; empty for none
     * @return false when it was paused already, which stays as it was
     */
    public boolean pauseSystem(String name, String reason, String who) {
        return pauses.pause(Kind.SYSTEM, name, who, reason);
    }

    /** @return false when it was not paused */
    public boolean resumeSystem(String name, String who) {
        return pauses.resume(Kind.SYSTEM, name, who);
    }

    private Set<String> names(Map<String, Backlogs.Backlog> all) {
        Set<String> names = new TreeSet<>(all.keySet());
        names.addAll(ledger.workflows());
        names.addAll(ledger.leftOut());
        names.addAll(pauses.names(Kind.WORKFLOW));
        return names;
    }

    private Workflow view(String name, Map<String, Backlogs.Backlog> all) {
        Backlogs.Backlog backlog = all.getOrDefault(name, Backlogs.Backlog.NONE);
        return new Workflow(
                name,
                state(name),
                pauses.find(Kind.WORKFLOW, name).orElse(null),
                backlog.queued(),
                backlog.retrying(),
                backlog.running(),
                backlog.dead(),
                backlog.oldestDueAt()
                        .filter(due -> !due.isAfter(MachineClock.get().instant()))
                        .orElse(null));
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

    private CalledSystem view(String name) {
        return new CalledSystem(
                name,
                guards.state(name),
                guards.trouble(name).orElse(null),
                pauses.find(Kind.SYSTEM, name).orElse(null),
                quotas.state(name).orElse(null));
    }
}
