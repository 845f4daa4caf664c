package dev.aftertalk.ledger;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Workflows that branched on the event's type a second time, after the router, and are two since: whoever names the old one means the one of
 * the two that does for the event's type what it did. The rows that bore the old names were given the new ones when the database was brought
 * up to date (V28), by the same rule, so that an event has one run in each workflow, before and after.
 *
 * <p>For one release, in which routes of one's own may still say the old names.
 */
public final class SplitWorkflows {

    /** By the old name: what it is now for events of the one type, and for all others. */
    private static final Map<String, List<String>> PARTS = Map.of(
            "jira-ticket", List.of("jira-ticket-for-score", "jira-ticket-on-request"),
            "salesforce-lead", List.of("salesforce-lead-for-visitor", "salesforce-lead-for-conversation"));

    private static final Map<String, String> BEFORE = PARTS.entrySet().stream()
            .flatMap(split -> split.getValue().stream().map(part -> Map.entry(part, split.getKey())))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private static final Map<String, String> TYPE_OF_FIRST =
            Map.of("jira-ticket", "satisfaction.answered", "salesforce-lead", "visitor.updated");

    private SplitWorkflows() {}

    /** The two workflows that the one of this name was split into; of one that was not split, itself. */
    public static List<String> parts(String workflow) {
        return PARTS.getOrDefault(workflow, List.of(workflow));
    }

    /** The workflow that does for events of this type what the one of this name does, or did. */
    public static String now(String workflow, String eventType) {
        boolean other = !eventType.equals(TYPE_OF_FIRST.get(workflow));
        return parts(workflow).get(other && parts(workflow).size() > 1 ? 1 : 0);
    }

    /** The name that a workflow had before, which is its own where it is no part of a split one. */
    public static String before(String workflow) {
        return BEFORE.getOrDefault(workflow, workflow);
    }
}
