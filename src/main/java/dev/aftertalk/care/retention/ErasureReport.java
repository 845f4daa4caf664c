package dev.aftertalk.care.retention;

import java.util.List;

/**
 * What was erased.
 *
 * @param events events that name nobody any more
 * @param stoppedRuns runs that were waiting or dead and will not go
 * @param interruptedRuns runs that were still at work; what they had done at other systems is done
 * @param conversations conversations whose answers are nobody's now
 * @param comments texts by others that named the person
 * @param promoCodes codes that are nobody's now and stay used
 * @param jiraIssues issues that nothing here leads to any more
 * @param notes what is left to do elsewhere
 */
public record ErasureReport(
        int events,
        int stoppedRuns,
        int interruptedRuns,
        int conversations,
        int comments,
        int promoCodes,
        List<String> jiraIssues,
        List<String> notes) {

    public boolean nothing() {
        return events + conversations + comments + promoCodes == 0;
    }

    /** For the audit. */
    String counts() {
        return "events=%d runs=%d conversations=%d comments=%d codes=%d"
                .formatted(events, stoppedRuns + interruptedRuns, conversations, comments, promoCodes);
    }

    /** For a terminal. */
    public String text() {
        String counts =
                """
                Events that name nobody any more:   %d
                Runs stopped before they went:      %d
                Runs interrupted at work:           %d
                Conversations made anonymous:       %d
                Comments of others emptied:         %d
                Promo codes that are nobody's now:  %d
                """
                        .formatted(events, stoppedRuns, interruptedRuns, conversations, comments, promoCodes);
        return counts + String.join(System.lineSeparator(), notes);
    }
}
