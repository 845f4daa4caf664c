package dev.aftertalk.care.replay;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.ReplaySelection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;

/**
 * A bulk replay: which runs, and how far it is.
 *
 * @param state running, done or cancelled
 * @param createdAt when it was given; what ends later is not part of it
 * @param matched how many runs the filter matched then
 * @param replayed how many of them run again; fewer than matched when somebody else changed some of them in the meantime
 * @param waits why it holds back now, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Replay(
        String id,
        String state,
        String who,
        Instant createdAt,
        Instant endedAt,
        Map<String, String> filter,
        boolean force,
        int perSecond,
        long matched,
        long replayed,
        String waits,
        @JsonIgnore ReplaySelection.Cursor cursor) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static Replay of(ResultSet row, int number) throws SQLException {
        long ended = row.getLong("ended_at");
        Instant endedAt = row.wasNull() ? null : Instant.ofEpochMilli(ended);
        return new Replay(
                row.getString("id"),
                row.getString("state"),
                row.getString("who"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                endedAt,
                filter(row.getString("filter")),
                row.getInt("force") == 1,
                row.getInt("per_second"),
                row.getLong("matched"),
                row.getLong("replayed"),
                row.getString("waits"),
                new ReplaySelection.Cursor(
                        row.getString("cursor_workflow"), row.getLong("cursor_time"), row.getLong("cursor_seq")));
    }

    ChangedRuns.Order order() {
        return new ChangedRuns.Order(who, force);
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
            throw new IllegalStateException("The filter of a replay is no JSON", e);
        }
    }
}
