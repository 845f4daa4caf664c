package dev.aftertalk.mcp;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Scope;
import dev.aftertalk.care.rehearse.Comparison;
import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.care.rehearse.Proposals;
import dev.aftertalk.care.rehearse.Rehearsal;
import dev.aftertalk.care.rehearse.Worked;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rehearsal as agents are told of it.
 *
 * @param events how many were looked at, of those asked for
 * @param counts how many events would come to the same, to something else, would die and so on
 * @param notRehearsed files whose workflows can't be rehearsed, with the reasons
 * @param differing how the first of those events that differ do
 * @param receipt absent unless the text may be deployed
 * @param next what to do now
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RehearsalView(
        String path,
        String state,
        int events,
        int asked,
        Map<String, Integer> counts,
        Map<String, String> notRehearsed,
        List<Event> differing,
        String receipt,
        String next) {

    private static final int EVENTS = 20;
    private static final int LINES = 60;
    private static final int LONGEST_LINE = 300;

    /** An event that would come to something else. */
    record Event(String event, String eventType, String difference, List<Workflow> workflows) {}

    /** A workflow that would do something else; the diff is absent for who may not edit, or sees nothing of persons. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Workflow(String workflow, String difference, Came running, Came proposed, List<String> diff) {}

    /**
     * What one version of a workflow comes to. Cause and what it does are absent for who may not edit, since they may quote a setting, and for who
     * sees nothing of persons: a proposed step can put any part of an event there.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Came(String state, String cause, List<String> does) {}

    static RehearsalView of(RouteFile file, Proposals.Tried tried, Caller caller, Receipts receipts) {
        Rehearsal rehearsal = tried.rehearsal();
        String fault = fault(file, tried);
        Map<String, String> notRehearsed = new TreeMap<>(rehearsal.notRehearsed());
        if (!caller.may(Scope.EDIT)) {
            notRehearsed.replaceAll((path, why) -> "A token with the scope edit is told why.");
        }
        Map<String, Integer> counts = new TreeMap<>();
        rehearsal.counts().forEach((difference, events) -> counts.put(difference.toString(), events));
        return new RehearsalView(
                file.path().toString(),
                rehearsal.state().name().toLowerCase(Locale.ROOT),
                rehearsal.done(),
                rehearsal.asked(),
                counts,
                notRehearsed,
                rehearsal.differing().stream()
                        .limit(EVENTS)
                        .map(each -> event(each, caller))
                        .toList(),
                fault == null ? receipts.of(tried.candidate()) : null,
                fault == null ? "Look at what differs; then deploy_file with this receipt and the same text." : fault);
    }

    /** Why it may not be deployed; null when it may. */
    static String fault(RouteFile file, Proposals.Tried tried) {
        Rehearsal rehearsal = tried.rehearsal();
        if (rehearsal.state() != Rehearsal.State.DONE) {
            return "The rehearsal did not come to its end, so there is no receipt: ask for fewer events by last.";
        }
        if (rehearsal.notRehearsed().containsKey(file.path().toString())) {
            return "The file can't be rehearsed, so there is no receipt: a person has to deploy it.";
        }
        if (!tried.broken().isEmpty()) {
            return "With this text other files can't be rehearsed that can be now, so there is no receipt: mend it, or have a person deploy it. They are "
                    + tried.broken() + ".";
        }
        if (rehearsal.done() == 0) {
            return "There was no event to compare, so there is no receipt: name some by events, or have a person deploy it.";
        }
        if (rehearsal.counts().getOrDefault(Difference.WOULD_DIE, 0) > 0) {
            return "Events would die that do not today, so there is no receipt: mend the text, or have a person deploy it.";
        }
        List<String> unclear = tried.unclear().stream()
                .filter(workflow -> mayChange(file, workflow))
                .toList();
        return unclear.isEmpty()
                ? null
                : "Of no event it is clear what would become of it, so there is no receipt: name others by events, or have a person deploy it. It is so for "
                        + unclear + ".";
    }

    /**
     * Whether a file may change what becomes of a workflow: one that has workflows does so to those it names, any other to all. Where the router is
     * unclear, so is what starts at all.
     */
    private static boolean mayChange(RouteFile file, String workflow) {
        String text = new String(file.bytes(), StandardCharsets.UTF_8);
        boolean isOfSome = file.kind() == RouteFile.Kind.ROUTES && text.contains("ledger:workflow/");
        return !isOfSome || text.contains(workflow) || workflow.equals(Ledger.ROUTER);
    }

    static Event event(Comparison comparison, Caller caller) {
        boolean whole = caller.may(Scope.EDIT) && caller.seesPersons();
        return new Event(
                comparison.eventId(),
                comparison.eventType(),
                comparison.difference().toString(),
                comparison.workflows().stream()
                        .filter(each -> each.difference() != Difference.SAME)
                        .map(each -> new Workflow(
                                each.workflow(),
                                each.difference().toString(),
                                came(each.running(), whole),
                                came(each.candidate(), whole),
                                whole ? lines(each.diff()) : null))
                        .toList());
    }

    private static Came came(Worked worked, boolean whole) {
        if (worked == null) {
            return null;
        }
        if (!whole) {
            return new Came(worked.state(), null, null);
        }
        return new Came(
                worked.state(),
                worked.cause(),
                worked.actions().stream().map(Action::what).limit(LINES).toList());
    }

    private static List<String> lines(List<String> diff) {
        return diff.stream()
                .limit(LINES)
                .map(line -> PlainText.cut(line, LONGEST_LINE))
                .toList();
    }
}
