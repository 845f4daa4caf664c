package dev.aftertalk.care.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.RunSelection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An order about many runs: which runs, what is done with them, and how far that is.
 *
 * @param state running, done or cancelled
 * @param createdAt when it was given; what ends later is not part of it
 * @param force act again, whatever was done
 * @param reason why they are skipped; null for a replay
 * @param matched how many runs the filter matched then
 * @param changed how many of them run again or are skipped; fewer than matched when somebody else changed some of them in the meantime
 * @param waitsFor the workflow that has other runs to do first, for which it holds back; null while it does not
 */
public record BulkOrder(
        String id,
        Action action,
        String state,
        String who,
        Instant createdAt,
        Instant endedAt,
        Map<String, String> filter,
        boolean force,
        String reason,
        int perSecond,
        long matched,
        long changed,
        String waitsFor,
        RunSelection.Cursor cursor) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is done with the runs. */
    public enum Action {
        REPLAY,
        SKIP;

        /** As the database, the audit, the addresses and the messages call it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Action of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    static BulkOrder of(ResultSet row, int number) throws SQLException {
        long ended = row.getLong("ended_at");
        Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
        return new BulkOrder(
                row.getString("id"),
                Action.of(row.getString("action")),
                row.getString("state"),
                row.getString("who"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                endedAt,
                filter(row.getString("filter")),
                row.getInt("force") == 1,
                row.getString("reason"),
                row.getInt("per_second"),
                row.getLong("matched"),
                row.getLong("changed"),
                workflow(row.getString("waits")),
                new RunSelection.Cursor(
                        row.getString("cursor_workflow"), row.getLong("cursor_time"), row.getLong("cursor_seq")));
    }

    /** Does it with one run within a transaction; false when the run no longer is in the state, or ended after the order. */
    boolean change(JdbcClient ledger, ChangedRuns.Key run, String runState) {
        long endedBy = createdAt.toEpochMilli();
        return action == Action.SKIP
                ? ChangedRuns.skip(ledger, run, runState, endedBy, reason, who)
                : ChangedRuns.replay(ledger, run, runState, endedBy, new ChangedRuns.Order(who, force));
    }

    static String text(Map<String, String> filter) {
        try {
            return JSON.writeValueAsString(filter);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can always be written as JSON", e);
        }
    }

    private static Map<String, String> filter(String text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The filter of an order is no JSON", e);
        }
    }

    /** Servers of the version before wrote it as a sentence. */
    private static String workflow(String waits) {
        return waits == null ? null : waits.replaceFirst("^the workflow (.*) has other runs to do first$", "$1");
    }
}
