package dev.aftertalk.care.retention;

import java.util.ArrayList;
import java.util.List;

/** What an erasure here leaves to do, in words for who asked for it. */
final class ErasureNotes {

    private static final String IDS =
            "Events hold visitors' ids, hardly ever addresses, and iAdvize can't be asked for a visitor by address. Give the ids too,"
                    + " from the visitor's page at iAdvize: visitorId, uniqueId, legacyVisitorId.";

    private static final String OLDER =
            "Answers outlive events: for conversations older than retention.events, run this again with each conversationId (see iAdvize).";

    private ErasureNotes() {}

    /**
     * @param before when the same was erased before
     * @param overwritten whether nothing of it is left in SQLite's write-ahead log
     */
    static ErasureReport added(ErasureReport report, ErasureRequest request, List<String> before, boolean overwritten) {
        List<String> notes = new ArrayList<>();
        if (report.nothing()) {
            notes.add("Nothing is stored under this.");
        }
        if (!before.isEmpty()) {
            notes.add("Erased before: " + String.join(", ", before) + ".");
        }
        if (!overwritten) {
            notes.add("The database was read all the time, so its write-ahead log (-wal) still holds what was erased:"
                    + " run the same again, or restart the server, to have it emptied.");
        }
        if (request.onlyByAddress()) {
            notes.add(IDS);
        }
        if (request.conversationId() == null) {
            notes.add(OLDER);
        }
        if (report.interruptedRuns() > 0) {
            notes.add("Runs were still at work: a mail, an issue or a lead of theirs may just have gone out.");
        }
        if (!report.jiraIssues().isEmpty()) {
            notes.add("Delete these Jira issues there: " + String.join(", ", report.jiraIssues()) + ".");
        }
        if (!report.nothing()) {
            notes.add(
                    "Not erased, since it is not here: what iAdvize, Salesforce, Jira, mailboxes, log files and backups hold."
                            + " Kept: that an address has unsubscribed, as a digest.");
        }
        return new ErasureReport(
                report.events(),
                report.stoppedRuns(),
                report.interruptedRuns(),
                report.conversations(),
                report.comments(),
                report.promoCodes(),
                report.jiraIssues(),
                notes);
    }
}
