package dev.aftertalk.care.drill;

import dev.aftertalk.ledger.history.Stretch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reports of drills. */
public final class TestReports {

    private static final Instant BEGUN = Instant.parse("2026-11-30T20:20:00Z");

    private TestReports() {}

    /** Of one that ran, is running or was broken off: 53 runs wait, and the breaker of smtp is open. */
    public static DrillReport open(String state, Instant endedAt) {
        return report(
                state,
                endedAt,
                Map.of("refused connection", 7L),
                new DrillReport.Waited(53, 60, BEGUN.plusSeconds(20), 12),
                List.of(new DrillReport.Opened("smtp", BEGUN.plusSeconds(4), null, "It refuses connections")));
    }

    /** Of one that nothing met. */
    public static DrillReport unmet(String state) {
        return report(state, BEGUN.plusSeconds(30), Map.of(), new DrillReport.Waited(0, 0, null, 0), List.of());
    }

    /** Of one that left dead runs, of some of which nobody knows whether they have acted. */
    public static DrillReport dead(Stretch.Dead... dead) {
        return report(
                DrillRow.OVER,
                BEGUN.plusSeconds(30),
                Map.of("cut answer", 8L),
                new DrillReport.Waited(0, 0, null, 0),
                List.of(),
                dead);
    }

    /** Of one in which all went well, but for so many mails in doubt that were sent once more. */
    public static DrillReport sentAgain(long mails) {
        return report(
                row(6, "mail-cut", DrillRow.OVER),
                BEGUN.plusSeconds(30),
                Map.of("broken connection", mails),
                new DrillReport.Waited(0, 0, null, 0),
                List.of(),
                mails);
    }

    /** Of one that has just begun, or is recovering. */
    public static DrillReport underWay(String drill, String state) {
        Instant ended = state.equals(DrillRow.RUNNING) ? null : BEGUN.plusSeconds(30);
        return report(row(7, drill, state), ended, Map.of(), new DrillReport.Waited(0, 0, null, 0), List.of(), 0);
    }

    /** Of one that no server would begin. */
    public static DrillReport notBegun(String why) {
        return DrillReport.asked(row(8, "node-killed", DrillRow.ASKED)).notBegun(why);
    }

    /** Of one that is over, and of whose fault this was seen seven times. */
    public static DrillReport seen(String drill, String what) {
        DrillReport.Waited none = new DrillReport.Waited(0, 0, null, 0);
        return report(row(9, drill, DrillRow.OVER), BEGUN.plusSeconds(30), Map.of(what, 7L), none, List.of(), 0);
    }

    /** Has the server {@code node-1} begin a drill that was asked for, as far as the database is concerned. */
    public static void begin(JdbcClient database, long id) {
        DrillRow asked = DrillRequests.find(database, id).orElseThrow();
        DrillReport report = report(
                row(id, asked.drill(), DrillRow.RUNNING),
                null,
                Map.of(),
                new DrillReport.Waited(0, 0, null, 0),
                List.of(),
                0);
        database.sql("UPDATE drills SET state = 'running', node = 'node-1', report = ? WHERE id = ?")
                .params(DrillRow.json(report), id)
                .update();
    }

    private static DrillReport report(
            String state,
            Instant endedAt,
            Map<String, Long> met,
            DrillReport.Waited waited,
            List<DrillReport.Opened> breakers,
            Stretch.Dead... dead) {
        return report(row(5, "mail-outage", state), endedAt, met, waited, breakers, 0, dead);
    }

    private static DrillRow row(long id, String drill, String state) {
        return new DrillRow(id, drill, Duration.ofSeconds(30), "anna", BEGUN, state, "node-1", 0, null);
    }

    private static DrillReport report(
            DrillRow row,
            Instant endedAt,
            Map<String, Long> met,
            DrillReport.Waited waited,
            List<DrillReport.Opened> breakers,
            long sentAgain,
            Stretch.Dead... dead) {
        boolean over = row.state().equals(DrillRow.OVER);
        return new DrillReport(
                row.id(),
                row.drill(),
                "the mail server refuses each connection",
                row.state(),
                row.askedBy(),
                row.askedAt(),
                row.node(),
                row.seconds(),
                BEGUN,
                endedAt,
                null,
                null,
                met,
                31L,
                40L,
                waited,
                breakers,
                List.of(dead),
                over ? 0L : null,
                0L,
                sentAgain,
                over ? Boolean.TRUE : null,
                List.of());
    }
}
