package dev.aftertalk.care.retention;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The statements that take a person out of what is stored, within a transaction of the ledger. Each may be run twice. */
final class ErasedRows {

    static final String CAUSE = "erased: the person asked for it";

    /** Tables that know a conversation by its id, and go on counting under a name that means nothing. */
    private static final List<String> COUNTED =
            List.of("conversation", "conversation_operator", "operator_answer", "satisfaction_answer");

    private static final String END =
            """
            UPDATE run SET state = 'skipped', cause = ?, ended_at = ?, node = NULL, intent = NULL
            WHERE event_seq = ? AND state IN %s""";

    private static final String WAITING = "('queued', 'retrying', 'dead')";

    private final JdbcClient ledger;

    ErasedRows(JdbcClient ledger) {
        this.ledger = ledger;
    }

    /** Ends what waits or is dead; the number of runs. */
    int endWaiting(long event) {
        return end(event, WAITING);
    }

    /** Ends what is being worked on: it may not act any more, and what it says afterwards does not count. */
    int endRunning(long event) {
        return end(event, "('running')");
    }

    private int end(long event, String states) {
        return ledger.sql(END.formatted(states))
                .params(CAUSE, System.currentTimeMillis(), event)
                .update();
    }

    /** @param event under the id that it keeps */
    void erase(StoredEvent event) {
        ledger.sql(
                        """
                        UPDATE run SET order_key = NULL, once_for = NULL, intent = NULL, intent_at = NULL, history = NULL,
                          cause = CASE WHEN state = 'skipped' THEN ? END WHERE event_seq = ?""")
                .params(CAUSE, event.seq())
                .update();
        ledger.sql("DELETE FROM lead_claim WHERE event_id = (SELECT event_id FROM event WHERE seq = ?)")
                .param(event.seq())
                .update();
        ledger.sql("UPDATE event SET event_id = ?, conversation_id = NULL, visitor_id = NULL, body = ? WHERE seq = ?")
                .params(event.eventId(), event.anonymous(), event.seq())
                .update();
    }

    /** Makes a conversation nobody's; the keys of its Jira issues, which nothing here leads to any more. */
    List<String> erase(String conversation) {
        String name = "erased-" + UUID.randomUUID();
        int changed = 0;
        for (String table : COUNTED) {
            changed += ledger.sql("UPDATE " + table + " SET conversation_id = ? WHERE conversation_id = ?")
                    .params(name, conversation)
                    .update();
        }
        if (changed > 0) {
            ledger.sql("UPDATE satisfaction_answer SET event_id = ? WHERE conversation_id = ?")
                    .params(name, name)
                    .update();
            eraseComment(name);
        }
        ledger.sql("DELETE FROM survey WHERE conversation_id = ?")
                .param(conversation)
                .update();
        return new ArrayList<>(ledger.sql("DELETE FROM jira_issue WHERE conversation_id = ? RETURNING issue_key")
                .param(conversation)
                .query(String.class)
                .list());
    }

    /** Takes out whose lead is being made just now; by digests, as the addresses stand nowhere. */
    void eraseClaims(List<String> digests) {
        digests.forEach(digest -> ledger.sql("DELETE FROM lead_claim WHERE digest = ?")
                .param(digest)
                .update());
    }

    /** Takes out how many mails somebody got; by digests, too. */
    void eraseMailCounts(List<String> digests) {
        digests.forEach(digest -> ledger.sql("DELETE FROM mail_count WHERE address = ?")
                .param(digest)
                .update());
    }

    /** Ends an order to have runs run again, which nothing is left to run for; an empty filter must never be worked off. */
    void eraseReplay(String id) {
        ledger.sql(
                        """
                        UPDATE replay SET filter = '{}', ended_at = coalesce(ended_at, ?),
                          state = CASE WHEN state = 'running' THEN 'cancelled' ELSE state END WHERE id = ?""")
                .params(System.currentTimeMillis(), id)
                .update();
    }

    /** Empties a comment, which is still counted. */
    void eraseComment(String conversation) {
        ledger.sql("UPDATE satisfaction_answer SET comment = '' WHERE conversation_id = ? AND comment IS NOT NULL")
                .param(conversation)
                .update();
        Database.figuresChanged(ledger);
    }
}
