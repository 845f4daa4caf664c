package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the tables as Aftertalk's migrations make them. */
class LedgerFillTest {

    private static final Path MIGRATIONS = Path.of("../../main/resources/db/migration/sqlite");

    @TempDir
    Path folder;

    private Path ledger;

    @BeforeEach
    void migrate() throws IOException, SQLException {
        ledger = folder.resolve("ledger.db");
        try (Stream<Path> files = Files.list(MIGRATIONS);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = connection.createStatement()) {
            List<Path> inOrder =
                    files.sorted(Comparator.comparing(LedgerFillTest::version)).toList();
            for (Path file : inOrder) {
                statement.executeUpdate(Files.readString(file, StandardCharsets.UTF_8));
            }
        }
    }

    private static int version(Path migration) {
        return Integer.parseInt(migration.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
    }

    @Test
    void makesEventsOfWhichEverythingIsDone() throws SQLException {
        try (LedgerFill fill = new LedgerFill(ledger)) {
            fill.events(300, 0, "paused");
        }
        assertThat(
                        text(
                                "SELECT count(*) || ' ' || count(DISTINCT conversation_id) || ' ' || count(DISTINCT visitor_id) FROM event"))
                .isEqualTo("300 300 300");
        assertThat(text(
                        "SELECT group_concat(line) FROM (SELECT workflow || ' ' || state || ' ' || count(*) AS line FROM run GROUP BY workflow, state"
                                + " ORDER BY workflow)"))
                .isEqualTo("router done 300,thank-you-email done 300");
        assertThat(text("SELECT body ->> 'eventId' = event_id AND body ->> 'conversationId' = conversation_id FROM"
                        + " (SELECT CAST(body AS TEXT) AS body, event_id, conversation_id FROM event) LIMIT 1"))
                .isEqualTo("1");
    }

    @Test
    void keepsThemYoungerThanWhatIsDeleted() throws SQLException {
        try (LedgerFill fill = new LedgerFill(ledger)) {
            fill.events(300, 0, "paused");
        }
        long oldest = System.currentTimeMillis() - Duration.ofDays(86).toMillis();
        assertThat(Long.parseLong(text("SELECT min(received_at) FROM event"))).isGreaterThan(oldest);
        assertThat(text("SELECT max(received_at) < " + System.currentTimeMillis() + " FROM event"))
                .isEqualTo("1");
    }

    @Test
    void knowsHowOldEachShareOfThemIs() throws SQLException {
        try (LedgerFill fill = new LedgerFill(ledger)) {
            fill.events(300, 0, "paused");
        }
        long keptSince = System.currentTimeMillis() - LedgerFill.age(0.9).toMillis();
        assertThat(text("SELECT count(*) FROM event WHERE seq < " + LedgerFill.seq(keptSince)))
                .isIn("30", "31");
        assertThat(text("SELECT count(*) FROM event WHERE received_at < " + keptSince))
                .isIn("30", "31");
    }

    @Test
    void hasSomeVisitorsAnswer() throws SQLException {
        try (LedgerFill fill = new LedgerFill(ledger)) {
            fill.events(300, 0, "paused");
        }
        assertThat(Integer.parseInt(text("SELECT count(*) FROM satisfaction_answer")))
                .isBetween(10, 60);
    }

    @Test
    void makesRunsThatAreDueOfAPausedWorkflow() throws SQLException {
        try (LedgerFill fill = new LedgerFill(ledger)) {
            fill.events(300, 20, "paused");
            fill.pause("paused");
        }
        assertThat(text("SELECT count(*) FROM run WHERE workflow = 'paused' AND state = 'queued' AND due_at < "
                        + System.currentTimeMillis()))
                .isEqualTo("20");
        assertThat(text("SELECT kind || ' ' || name FROM pause")).isEqualTo("workflow paused");
    }

    private String text(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + ledger);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getString(1);
        }
    }
}
