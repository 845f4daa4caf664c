package dev.aftertalk.care.drill;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.history.Nodes;
import dev.aftertalk.time.MachineClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of drills. */
@Component
public class DrillStore {

    /** Asked for longer ago, nobody waits for it any more. */
    private static final Duration LONGEST_ASKED = Duration.ofSeconds(30);

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) // those of a newer version
            .build();

    private static final String ASK =
            """
            INSERT INTO drills (drill, millis, asked_by, asked_at, state, node) SELECT ?, ?, ?, ?, 'asked', ?
            WHERE NOT EXISTS (SELECT 1 FROM drills WHERE state IN ('asked', 'running', 'recovering'))
            ON CONFLICT DO NOTHING RETURNING id""";

    private static final String TAKE =
            """
            UPDATE drills SET state = 'running', node = ? WHERE id = ? AND state = 'asked'
              AND NOT EXISTS (SELECT 1 FROM drills o WHERE o.state IN ('running', 'recovering'))""";

    private static final String END =
            """
            UPDATE drills SET ends = CASE state WHEN 'running' THEN 1 ELSE 2 END
            WHERE id = ? AND state IN ('running', 'recovering')""";

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final Audit audit;

    DrillStore(JdbcClient database, LedgerWrites writes, Audit audit) {
        this.database = database;
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * Asks for a drill; to be called in a transaction.
     *
     * @param node on which; null for on any
     * @return its number; empty when another one is not over
     */
    public static Optional<Long> ask(JdbcClient database, String drill, Duration time, String who, String node) {
        long now = MachineClock.now();
        database.sql("UPDATE drills SET state = 'broken off' WHERE state = 'asked' AND asked_at < ?")
                .param(now - LONGEST_ASKED.toMillis())
                .update();
        breakOff(database, Nodes.alive(database, now), node);
        return database.sql(ASK)
                .params(drill, time.toMillis(), who, now, node)
                .query(Long.class)
                .optional();
    }

    /** One whose server is gone will not go on. */
    private static void breakOff(JdbcClient database, Set<String> alive, String asker) {
        database
                .sql("SELECT * FROM drills WHERE state IN ('running', 'recovering')")
                .query(DrillStore::row)
                .list()
                .stream()
                .filter(row -> !alive.contains(row.node()) && !row.node().equals(asker))
                .forEach(row -> database.sql("UPDATE drills SET state = 'broken off' WHERE id = ?")
                        .param(row.id())
                        .update());
    }

    Optional<Long> ask(String drill, Duration time, String who, String node) {
        return writes.write(ledger -> ask(ledger, drill, time, who, node));
    }

    /** The one that this node is to begin. */
    Optional<DrillRow> next(String node) {
        return database
                .sql("SELECT * FROM drills WHERE state = 'asked' AND asked_at >= ? AND (node IS NULL OR node = ?)")
                .params(MachineClock.now() - LONGEST_ASKED.toMillis(), node)
                .query(DrillStore::row)
                .list()
                .stream()
                .findFirst();
    }

    /** Whether it is this node's now. */
    boolean take(DrillRow row, String node) {
        return writes.write(ledger -> {
            boolean taken = ledger.sql(TAKE).params(node, row.id()).update() == 1;
            if (taken) {
                audit.record(ledger, row.askedBy(), "drill.begun", row.drill(), Long.toString(row.id()));
            }
            return taken;
        });
    }

    /** Those that this node had begun when it was stopped or killed. */
    List<DrillRow> leftBy(String node) {
        return database.sql("SELECT * FROM drills WHERE node = ? AND state IN ('running', 'recovering') ORDER BY id")
                .param(node)
                .query(DrillStore::row)
                .list();
    }

    /** Keeps what is known. */
    void save(DrillReport report) {
        writes.write(ledger -> save(ledger, report));
    }

    /** The same, and that the fault has ended. @param who has ended it */
    void ended(DrillReport report, String who) {
        writes.write(ledger -> {
            audit.record(ledger, who, "drill.ended", report.drill(), Long.toString(report.id()));
            return save(ledger, report);
        });
    }

    private static int save(JdbcClient ledger, DrillReport report) {
        return ledger.sql("UPDATE drills SET state = ?, report = ? WHERE id = ? AND state IN ('running', 'recovering')")
                .params(report.state(), json(report), report.id())
                .update();
    }

    /** Has its fault end now, or the wait for all to recover when the fault has ended. @return false when it is over, or there is none */
    boolean end(long id, String who) {
        return writes.write(ledger -> {
            boolean ends = ledger.sql(END).param(id).update()
                            + ledger.sql("UPDATE drills SET state = 'broken off' WHERE id = ? AND state = 'asked'")
                                    .param(id)
                                    .update()
                    > 0;
            if (ends) {
                audit.record(ledger, who, "drill.cancelled", Long.toString(id), "");
            }
            return ends;
        });
    }

    Optional<DrillRow> find(long id) {
        return find(database, id);
    }

    static Optional<DrillRow> find(JdbcClient database, long id) {
        return database.sql("SELECT * FROM drills WHERE id = ?")
                .param(id)
                .query(DrillStore::row)
                .optional();
    }

    /** What is known of a drill, for a command. */
    public static Optional<DrillReport> report(JdbcClient database, long id) {
        return find(database, id).map(DrillRow::told);
    }

    /** The newest ones, the latest first. */
    List<DrillRow> latest(int most) {
        return database.sql("SELECT * FROM drills ORDER BY id DESC LIMIT ?")
                .param(most)
                .query(DrillStore::row)
                .list();
    }

    private static String json(DrillReport report) {
        try {
            return JSON.writeValueAsString(report);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DrillRow row(ResultSet row, int n) throws SQLException {
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
}
