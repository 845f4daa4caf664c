package dev.aftertalk.testing;

import dev.aftertalk.ledger.history.Balance;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Reads the ledger of a data folder from outside, beside a running server or after a stopped one. */
public final class LedgerFile {

    private final JdbcClient database;

    public LedgerFile(Path dataFolder) {
        database = JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + dataFolder.resolve("aftertalk.db")));
    }

    public Balance balance() {
        return Balance.of(database);
    }

    /** "ok", or what SQLite finds wrong with the file when it reads all of it. */
    public String integrity() {
        return database.sql("PRAGMA integrity_check").query(String.class).list().get(0);
    }

    /** How long each run of a workflow that has ended took from the arrival of its event, for events of this time; all in milliseconds. */
    public List<Long> took(String workflow, long receivedFrom, long receivedTo) {
        return database.sql(
                        """
                        SELECT r.ended_at - e.received_at FROM run r JOIN event e ON e.seq = r.event_seq
                        WHERE r.workflow = ? AND r.ended_at IS NOT NULL AND e.received_at >= ? AND e.received_at < ?""")
                .params(workflow, receivedFrom, receivedTo)
                .query(Long.class)
                .list();
    }

    /** State of the run of a workflow for an event, and its cause after a space; "none" when there is no such run. */
    public String run(String eventId, String workflow) {
        return database.sql(
                        """
                        SELECT r.state || coalesce(' ' || r.cause, '') FROM run r JOIN event e ON e.seq = r.event_seq
                        WHERE e.event_id = ? AND r.workflow = ?""")
                .params(eventId, workflow)
                .query(String.class)
                .optional()
                .orElse("none");
    }

    /** What is kept of a run's attempts, a line each; "" when there is nothing. */
    public String history(String eventId, String workflow) {
        return database.sql(
                        "SELECT coalesce(r.history, '') FROM run r JOIN event e ON e.seq = r.event_seq WHERE e.event_id = ? AND r.workflow = ?")
                .params(eventId, workflow)
                .query(String.class)
                .single();
    }

    /** What a run has done outside this server, or may have; "" when that is nothing. */
    public String intent(String eventId, String workflow) {
        return database.sql(
                        "SELECT coalesce(r.intent, '') FROM run r JOIN event e ON e.seq = r.event_seq WHERE e.event_id = ? AND r.workflow = ?")
                .params(eventId, workflow)
                .query(String.class)
                .single();
    }

    /** How many attempts of the run count: not those before somebody had it run again, nor one that the end of its server cut off. */
    public int attempts(String eventId, String workflow) {
        return database.sql(
                        "SELECT r.attempt - r.earlier_attempts FROM run r JOIN event e ON e.seq = r.event_seq WHERE e.event_id = ? AND r.workflow = ?")
                .params(eventId, workflow)
                .query(Integer.class)
                .single();
    }

    /** Types of the events of a conversation, in the order in which they came. */
    public List<String> eventTypes(String conversationId) {
        return database.sql("SELECT event_type FROM event WHERE conversation_id = ? ORDER BY seq")
                .param(conversationId)
                .query(String.class)
                .list();
    }

    /** The same for every conversation there is. */
    public Map<String, List<String>> eventTypes() {
        return database
                .sql("SELECT conversation_id, event_type FROM event WHERE conversation_id IS NOT NULL ORDER BY seq")
                .query((row, n) -> Map.entry(row.getString(1), row.getString(2)))
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** How long until the run is due. */
    public Duration dueIn(String eventId, String workflow) {
        long due = database.sql(
                        "SELECT r.due_at FROM run r JOIN event e ON e.seq = r.event_seq WHERE e.event_id = ? AND r.workflow = ?")
                .params(eventId, workflow)
                .query(Long.class)
                .single();
        return Duration.between(Instant.now(), Instant.ofEpochMilli(due));
    }

    /** Whether all promo codes of a CSV file are there. */
    public boolean hasCodesOf(String file) {
        return database.sql("SELECT COUNT(*) FROM promo_file WHERE name = ?")
                        .param(file)
                        .query(Integer.class)
                        .single()
                > 0;
    }

    /** Has the ledger be there since this time, which it knows by the day. */
    public void isSince(Instant time) {
        database.sql("UPDATE flyway_schema_history SET installed_on = ? WHERE installed_rank = 1")
                .param(time.truncatedTo(ChronoUnit.SECONDS)
                        .toString()
                        .replace('T', ' ')
                        .replace("Z", ".000"))
                .update();
    }
}
