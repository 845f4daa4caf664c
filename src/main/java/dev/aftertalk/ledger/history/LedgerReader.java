package dev.aftertalk.ledger.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads events and their runs for people and programs. */
@Component
public class LedgerReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String EVENT =
            "SELECT seq, event_id, event_type, project_id, conversation_id, visitor_id, created_at, received_at, origin";

    private static final String RUN =
            """
            SELECT r.event_seq, r.workflow, r.state, r.cause, r.attempt, r.first_due_at, r.due_at, r.waits_for, r.claimed_at, r.ended_at, r.node, n.host,
              r.intent, r.intent_at, r.history
            FROM run r LEFT JOIN node n ON n.node = r.node WHERE r.event_seq""";

    private final JdbcClient database;

    public LedgerReader(JdbcClient database) {
        this.database = database;
    }

    /** The number of the event with this eventId, or with this number. */
    public Optional<Long> number(String id) {
        Optional<Long> byId = database.sql("SELECT seq FROM event WHERE event_id = ?")
                .param(id)
                .query(Long.class)
                .optional();
        return byId.isPresent() || !id.matches("\\d{1,19}") || new BigInteger(id).bitLength() > 63
                ? byId
                : database.sql("SELECT seq FROM event WHERE seq = ?")
                        .param(Long.valueOf(id))
                        .query(Long.class)
                        .optional();
    }

    /** The event with all there is to say about it. */
    public EventView event(long number) {
        EventView event = database.sql(EVENT + ", body FROM event WHERE seq = ?")
                .param(number)
                .query((row, n) -> view(row, new String(row.getBytes("body"), StandardCharsets.UTF_8)))
                .single();
        return withRuns(List.of(event), true).get(0);
    }

    /** These events in the same order. */
    public List<EventView> events(List<Long> numbers) {
        if (numbers.isEmpty()) {
            return List.of();
        }
        Map<String, EventView> found = new Sql(EVENT + " FROM event WHERE 1 = 1")
                .addIn("AND seq IN", numbers).on(database).query((row, n) -> view(row, null)).list().stream()
                        .collect(Collectors.toMap(EventView::number, Function.identity()));
        return withRuns(
                numbers.stream().map(number -> found.get(Long.toString(number))).toList(), false);
    }

    private List<EventView> withRuns(List<EventView> events, boolean whole) {
        Map<String, String> ids = events.stream().collect(Collectors.toMap(EventView::number, EventView::eventId));
        List<Long> numbers =
                events.stream().map(event -> Long.valueOf(event.number())).toList();
        Map<String, List<RunView>> runs = new Sql(RUN)
                        .addIn("IN", numbers)
                        .add("ORDER BY r.event_seq, r.first_due_at, r.workflow")
                        .on(database)
                        .query((row, n) -> run(row, ids.get(row.getString("event_seq")), whole))
                        .list()
                        .stream()
                        .collect(Collectors.groupingBy(RunView::eventId));
        return events.stream()
                .map(event -> event.withRuns(runs.getOrDefault(event.eventId(), List.of())))
                .toList();
    }

    private static EventView view(ResultSet row, String body) throws SQLException {
        long project = row.getLong("project_id");
        return new EventView(
                row.getString("event_id"),
                row.getString("seq"),
                row.getString("event_type"),
                row.wasNull() ? null : project,
                row.getString("conversation_id"),
                row.getString("visitor_id"),
                time(row, "created_at"),
                time(row, "received_at"),
                row.getString("origin"),
                List.of(),
                body);
    }

    private static RunView run(ResultSet row, String eventId, boolean whole) throws SQLException {
        String state = row.getString("state");
        boolean waits = state.equals("queued") || state.equals("retrying");
        String host = row.getString("host");
        return new RunView(
                eventId,
                row.getString("workflow"),
                state,
                row.getString("cause"),
                row.getInt("attempt"),
                time(row, "first_due_at"),
                waits ? time(row, "due_at") : null,
                state.equals("retrying") ? row.getString("waits_for") : null,
                time(row, "claimed_at"),
                time(row, "ended_at"),
                host != null ? host : row.getString("node"),
                row.getString("intent"),
                time(row, "intent_at"),
                whole ? history(row.getString("history")) : null);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static List<JsonNode> history(String lines) {
        return lines == null
                ? List.of()
                : lines.lines().map(LedgerReader::entry).toList();
    }

    private static JsonNode entry(String line) {
        try {
            ObjectNode entry = (ObjectNode) JSON.readTree(line);
            for (String name : List.of("begin", "end", "at")) {
                if (entry.path(name).isNumber()) {
                    entry.put(
                            name,
                            Instant.ofEpochMilli(entry.get(name).longValue()).toString());
                }
            }
            return entry;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A line of a run's history is no JSON", e);
        }
    }
}
