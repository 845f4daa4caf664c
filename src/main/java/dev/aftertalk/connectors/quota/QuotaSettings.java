package dev.aftertalk.connectors.quota;

import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who waits first when another system has few calls left for this account. All shares are percents of what it allows.
 *
 * @param highPriority the workflows that go first
 * @param lowPriority the workflows that wait first; all others are of normal priority
 * @param lowPriorityStopsAt workflows of low priority call no more once so little is left
 * @param normalPriorityStopsAt the same for those of normal priority
 * @param highPriorityStopsAt the same for those of high priority: what is left then is for others that share the account
 */
@ConfigurationProperties("quota")
public record QuotaSettings(
        @DefaultValue({"jira-ticket-for-score", "jira-ticket-on-request"}) Set<String> highPriority,
        @DefaultValue({"satisfaction-survey", "promo-code"}) Set<String> lowPriority,
        @DefaultValue("40") double lowPriorityStopsAt,
        @DefaultValue("20") double normalPriorityStopsAt,
        @DefaultValue("3") double highPriorityStopsAt) {

    /** @throws IllegalArgumentException for what can't work, in words for the person who set it */
    public QuotaSettings {
        require(
                0 <= highPriorityStopsAt
                        && highPriorityStopsAt <= normalPriorityStopsAt
                        && normalPriorityStopsAt <= lowPriorityStopsAt
                        && lowPriorityStopsAt < 100,
                "quota.high-priority-stops-at, quota.normal-priority-stops-at and quota.low-priority-stops-at must be percents that rise in this"
                        + " order, from 0 to less than 100.");
        require(
                highPriority.stream().noneMatch(lowPriority::contains),
                "quota.high-priority and quota.low-priority must not name the same workflow.");
        highPriority = Set.copyOf(highPriority);
        lowPriority = Set.copyOf(lowPriority);
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The priority of a workflow; normal for calls that belong to none, which is null. */
    Priority priority(String workflow) {
        if (workflow == null) {
            return Priority.NORMAL;
        }
        if (highPriority.contains(workflow)) {
            return Priority.HIGH;
        }
        return lowPriority.contains(workflow) ? Priority.LOW : Priority.NORMAL;
    }

    /** The percent at which such calls stop. */
    double stopsAt(Priority priority) {
        return switch (priority) {
            case HIGH -> highPriorityStopsAt;
            case NORMAL -> normalPriorityStopsAt;
            case LOW -> lowPriorityStopsAt;
        };
    }
}
