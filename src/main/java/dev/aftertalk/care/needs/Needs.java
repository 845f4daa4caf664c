package dev.aftertalk.care.needs;

import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.care.pause.Pause;
import dev.aftertalk.care.reconcile.ReconciliationReport;
import dev.aftertalk.connectors.calls.Trouble;
import dev.aftertalk.deploy.live.RouteReports;
import dev.aftertalk.ledger.history.DeadLetters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.web.util.UriComponentsBuilder;

/** Finds what waits for a person: the inbox, what is urgent first. */
public final class Needs {

    /** What is due for so long is late, whatever the load. */
    public static final Duration LATE = Duration.ofMinutes(5);

    private static final String DEAD_LETTERS = "console/dead-letters";
    private static final String WORKFLOWS = "console/workflows";
    private static final String SYSTEMS = "console/workflows#systems-title";
    private static final String FILES = "console/files";

    private final Instant now;
    private final boolean enoughDisk;
    private final List<Need> found = new ArrayList<>();

    /** @param enoughDisk false while events are refused for want of space */
    public Needs(Instant now, boolean enoughDisk) {
        this.now = now;
        this.enoughDisk = enoughDisk;
    }

    /**
     * All there is.
     *
     * @param waiting how many runs wait for each system, by its name
     * @param reconciliation the last one
     */
    public List<Need> of(
            DeadLetters.Groups dead,
            List<Operations.Workflow> workflows,
            List<Operations.CalledSystem> systems,
            Map<String, Long> waiting,
            RouteReports.Report files,
            Optional<ReconciliationReport> reconciliation) {
        if (!enoughDisk) {
            add("disk", true, "#figures", null);
        }
        systems.forEach(system -> system(system, waiting.getOrDefault(system.name(), 0L)));
        workflows.forEach(this::workflow);
        deadLetters(dead);
        files(files);
        reconciliation
                .filter(last -> last.missing() > 0)
                .ifPresent(last ->
                        add("reconciliation.missing", false, "#reconciliation", last.endedAt(), last.missing()));
        found.sort(Comparator.comparing(Need::urgent).reversed());
        return List.copyOf(found);
    }

    private void system(Operations.CalledSystem system, long waiting) {
        if (system.paused() != null) {
            Pause pause = system.paused();
            add("system.paused", false, SYSTEMS, pause.since(), system.name(), pause.by(), waiting);
        } else if (system.trouble() != null) {
            Trouble trouble = system.trouble();
            String kind = trouble.refusing() ? "system.refuses" : "system.down";
            add(kind, true, SYSTEMS, trouble.since(), system.name(), waiting, trouble.why());
        } else if (waiting > 0) {
            add("system.waiting", false, SYSTEMS, null, system.name(), waiting);
        }
    }

    private void workflow(Operations.Workflow workflow) {
        long waiting = workflow.queued() + workflow.retrying();
        if (workflow.paused() != null) {
            Pause pause = workflow.paused();
            add("workflow.paused", false, WORKFLOWS, pause.since(), workflow.name(), pause.by(), waiting);
        } else if (!workflow.state().equals("running") && waiting > 0) {
            add("workflow.untaken", true, WORKFLOWS, workflow.oldestDueAt(), workflow.name(), waiting);
        } else if (workflow.oldestDueAt() != null && workflow.oldestDueAt().isBefore(now.minus(LATE))) {
            add("workflow.late", true, WORKFLOWS, workflow.oldestDueAt(), workflow.name(), waiting);
        }
    }

    /** One line for each workflow: with many kinds of causes the inbox would be nothing else. */
    private void deadLetters(DeadLetters.Groups dead) {
        Map<String, List<DeadLetters.Group>> byWorkflow = new TreeMap<>();
        dead.groups().forEach(group -> byWorkflow
                .computeIfAbsent(group.workflow(), name -> new ArrayList<>())
                .add(group));
        byWorkflow.forEach((workflow, groups) -> {
            long inDoubt = groups.stream().mapToLong(DeadLetters.Group::inDoubt).sum();
            long runs = groups.stream().mapToLong(DeadLetters.Group::runs).sum();
            Instant first = groups.stream()
                    .map(DeadLetters.Group::first)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            String link = link(DEAD_LETTERS, "workflow", workflow);
            String more = dead.cut().contains(workflow) ? ".more" : "";
            if (inDoubt > 0) {
                add("dead.doubt", true, link, first, workflow, inDoubt);
            }
            if (runs > inDoubt) {
                add("dead" + more, false, link, first, workflow, runs - inDoubt);
            }
        });
    }

    private void files(RouteReports.Report files) {
        files.files().stream()
                .filter(file -> !file.findings().isEmpty())
                .forEach(file -> add(
                        file.version() == null ? "file.left-out" : "file.refused",
                        file.version() == null,
                        link(FILES + "/file", "path", file.path()),
                        null,
                        file.path(),
                        file.findings().get(0).problem()));
        files.settings().findings().stream()
                .findFirst()
                .ifPresent(fault -> add("settings.refused", false, FILES, null, fault.problem()));
        if (files.differs()) {
            add("nodes.differ", false, FILES, null);
        }
    }

    private static String link(String page, String name, String value) {
        return UriComponentsBuilder.fromPath(page)
                .queryParam(name, "{value}")
                .encode()
                .buildAndExpand(value)
                .toUriString();
    }

    private void add(String kind, boolean urgent, String link, Instant since, Object... about) {
        found.add(new Need(kind, urgent, List.of(about), link, since));
    }
}
