package dev.aftertalk.ledger.history;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads events as they were received, one after the other: together they may be large. */
public final class PastEvents {

    private PastEvents() {}

    /**
     * An event.
     *
     * @param receivedAt in milliseconds since 1970
     * @param body as it was received
     */
    public record PastEvent(String id, String type, long receivedAt, byte[] body) {}

    /** The last ones, the oldest of them first; each is read when it is asked for. */
    public static Stream<PastEvent> last(JdbcClient reads, int most) {
        List<Long> numbers = reads.sql(
                        "SELECT seq FROM (SELECT seq FROM event ORDER BY seq DESC LIMIT ?) AS newest ORDER BY seq")
                .param(most)
                .query(Long.class)
                .list();
        return numbers.stream()
                .map(number -> read(reads, "seq = ?", number))
                .filter(Optional::isPresent)
                .map(Optional::get);
    }

    /** The event with this id. */
    public static Optional<PastEvent> of(JdbcClient reads, String eventId) {
        return read(reads, "event_id = ?", eventId);
    }

    private static Optional<PastEvent> read(JdbcClient reads, String condition, Object value) {
        return reads.sql("SELECT event_id, event_type, received_at, body FROM event WHERE " + condition)
                .param(value)
                .query((row, n) -> new PastEvent(row.getString(1), row.getString(2), row.getLong(3), row.getBytes(4)))
                .optional();
    }
}
