package dev.aftertalk.ledger.history;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.time.MachineClock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds events and runs of a person, and takes the person out of them. What changes something belongs into a transaction of the ledger, and may be done twice. */
public final class StoredEvents {

    private static final String PAGE =
            """
            SELECT seq, event_id, event_type, conversation_id, visitor_id, created_at, body FROM event
            WHERE seq > ? ORDER BY seq LIMIT ?""";

    /** What sinks said; an address in the answer of a mail server, say. */
    private static final String CAUSES =
            """
            SELECT event_seq, cause, intent, history FROM run
            WHERE event_seq >= ? AND event_seq <= ? AND (cause IS NOT NULL OR intent IS NOT NULL OR history IS NOT NULL)""";

    private static final String END =
            """
            UPDATE run SET state = 'skipped', cause = ?, ended_at = ?, node = NULL, intent = NULL
            WHERE event_seq = ? AND state IN %s""";

    private StoredEvents() {}

    /** The next events after one, in the order in which they came. */
    public static List<StoredEvent> page(JdbcClient reads, long after, int size) {
        return reads.sql(PAGE)
                .params(after, size)
                .query((row, n) -> new StoredEvent(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getLong(6),
                        row.getBytes(7)))
                .list();
    }

    /** Events, from the first to the last of these, of which a run says something that the test is true for. */
    public static Set<Long> withRunsThatSay(JdbcClient reads, long first, long last, Predicate<String> test) {
        Set<Long> found = new HashSet<>();
        reads.sql(CAUSES).params(first, last).query(row -> {
            if (test.test(row.getString(2)) || test.test(row.getString(3)) || test.test(row.getString(4))) {
                found.add(row.getLong(1));
            }
        });
        return found;
    }

    /** Whether a run of these events is being worked on. */
    public static boolean anyRunning(JdbcClient reads, List<Long> events) {
        return reads.sql("SELECT count(*) FROM run WHERE state = 'running' AND event_seq IN (" + Database.marks(events)
                                + ")")
                        .params(events)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** Ends what waits or is dead; the number of runs. */
    public static int endWaiting(JdbcClient ledger, long event, String cause) {
        return end(ledger, event, "('queued', 'retrying', 'dead')", cause);
    }

    /** Ends what is being worked on: it may not act any more, and what it says afterwards does not count. */
    public static int endRunning(JdbcClient ledger, long event, String cause) {
        return end(ledger, event, "('running')", cause);
    }

    private static int end(JdbcClient ledger, long event, String states, String cause) {
        return ledger.sql(END.formatted(states))
                .params(cause, MachineClock.now(), event)
                .update();
    }

    /**
     * Leaves of an event and its runs what names nobody.
     *
     * @param event under the id that it keeps
     * @param cause what runs that were ended for it say
     */
    public static void erase(JdbcClient ledger, StoredEvent event, String cause) {
        ledger.sql(
                        """
                        UPDATE run SET order_key = NULL, once_for = NULL, intent = NULL, intent_at = NULL, history = NULL,
                          cause = CASE WHEN state = 'skipped' THEN ? END WHERE event_seq = ?""")
                .params(cause, event.seq())
                .update();
        ledger.sql("UPDATE event SET event_id = ?, conversation_id = NULL, visitor_id = NULL, body = ? WHERE seq = ?")
                .params(event.eventId(), event.anonymous(), event.seq())
                .update();
    }
}
