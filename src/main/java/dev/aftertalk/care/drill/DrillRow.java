package dev.aftertalk.care.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * A drill as it is stored.
 *
 * @param node whose calls meet the fault; null before a server has taken it up, unless it is meant for one
 * @param ends 1 once somebody wants the fault to end, 2 once somebody does not want to wait for the recovery either
 * @param report null before it has begun
 */
record DrillRow(
        long id,
        String drill,
        Duration time,
        String askedBy,
        Instant askedAt,
        String state,
        String node,
        int ends,
        DrillReport report) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // those of a newer version
            .build();

    static final String ASKED = "asked";
    static final String RUNNING = "running";
    static final String RECOVERING = "recovering";
    static final String OVER = "over";
    static final String BROKEN_OFF = "broken off";

    /** A word of reports alone: in the column it is broken off. */
    static final String NOT_BEGUN = "not begun";

    double seconds() {
        return time.toMillis() / 1e3;
    }

    boolean isUnderWay() {
        return state.equals(RUNNING) || state.equals(RECOVERING);
    }

    /** What is known of it. The column decides on the state: whoever breaks a drill off may not know its report. */
    DrillReport told() {
        if (report == null) {
            return DrillReport.asked(this);
        }
        return report.hasNotBegun() && state.equals(BROKEN_OFF) ? report : report.in(state, report.notes());
    }

    /** As the column {@code state} has it. */
    static String column(DrillReport report) {
        return report.hasNotBegun() ? BROKEN_OFF : report.state();
    }

    /** From the row that a statement has found. */
    static DrillRow of(ResultSet row, int n) throws SQLException {
        String report = row.getString("report");
        try {
            return new DrillRow(
                    row.getLong("id"),
                    row.getString("drill"),
                    Duration.ofMillis(row.getLong("millis")),
                    row.getString("asked_by"),
                    Instant.ofEpochMilli(row.getLong("asked_at")),
                    row.getString("state"),
                    row.getString("node"),
                    row.getInt("ends"),
                    report == null ? null : JSON.readValue(report, DrillReport.class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The report of a drill can't be read", e);
        }
    }

    /** As the column {@code report} has it. */
    static String json(DrillReport report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
