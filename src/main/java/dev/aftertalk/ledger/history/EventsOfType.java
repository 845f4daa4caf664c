package dev.aftertalk.ledger.history;

import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which events of a type there are. */
public final class EventsOfType {

    static final String FIND = "SELECT conversation_id, created_at, received_at, origin, body FROM event"
            + " WHERE conversation_id IN (:ids) AND event_type = :type AND " + EventDays.EACH;

    private static final String COUNT = "SELECT count(*) FROM event"
            + " WHERE conversation_id = :id AND event_type = :type AND origin = :origin AND " + EventDays.EACH;

    static final String SEEN = "SELECT 1 FROM event WHERE received_at >= ? AND event_type = ? AND origin = ? LIMIT 1";
    private static final String ANY = "SELECT 1 FROM event WHERE received_at >= ? AND origin = ? LIMIT 1";

    private EventsOfType() {}

    /** One of a conversation; times in milliseconds since 1970. */
    public record Past(String conversationId, long createdAt, long receivedAt, String origin, byte[] body) {}

    /**
     * Those of these conversations, at least one.
     *
     * @param type {@code v2.conversation.closed} or {@code satisfaction.answered}
     */
    public static List<Past> of(JdbcClient reads, String type, Collection<String> conversations) {
        return reads.sql(FIND)
                .param("type", type)
                .param("ids", conversations)
                .query((row, n) ->
                        new Past(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4), row.getBytes(5)))
                .list();
    }

    /**
     * How many a conversation has.
     *
     * @param type as for {@link #of}
     */
    public static long count(JdbcClient reads, String type, String conversation, String origin) {
        return reads.sql(COUNT)
                .param("type", type)
                .param("id", conversation)
                .param("origin", origin)
                .query(Long.class)
                .single();
    }

    /** Whether one has come since then. */
    public static boolean anySince(JdbcClient reads, long since, String origin, String type) {
        return isThere(reads.sql(SEEN).params(since, type, origin));
    }

    /** Whether one of any type has come since then. */
    public static boolean anySince(JdbcClient reads, long since, String origin) {
        return isThere(reads.sql(ANY).params(since, origin));
    }

    private static boolean isThere(JdbcClient.StatementSpec statement) {
        return !statement.query(Integer.class).list().isEmpty();
    }
}
