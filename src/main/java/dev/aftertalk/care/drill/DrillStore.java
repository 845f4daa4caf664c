package dev.aftertalk.care.drill;

import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The SQL of drills for the server that plays them. */
@Component
public class DrillStore {

    private static final String TAKE =
            """
            UPDATE drills SET state = 'running', node = ? WHERE id = ? AND state = 'asked'
              AND NOT EXISTS (SELECT 1 FROM drills o WHERE o.state IN ('running', 'recovering'))""";

    private static final String END =
            """
            UPDATE drills SET ends = 1 WHERE id = ? AND state = 'running' AND ends = 0""";

    private static final String HURRY =
            """
            UPDATE drills SET ends = 2 WHERE id = ? AND state = 'recovering' AND ends < 2""";

    private final JdbcClient database;
    private final LedgerWrites writes;
    private final Audit audit;

    DrillStore(JdbcClient database, LedgerWrites writes, Audit audit) {
        this.database = database;
        this.writes = writes;
        this.audit = audit;
    }

    Optional<Long> ask(String drill, Duration time, String who, String node) {
        return writes.write(ledger -> DrillRequests.ask(ledger, drill, time, who, node));
    }

    /** The one that this node is to begin. */
    Optional<DrillRow> next(String node) {
        return database
                .sql("SELECT * FROM drills WHERE state = 'asked' AND asked_at >= ? AND (node IS NULL OR node = ?)")
                .params(MachineClock.now() - DrillRequests.LONGEST.toMillis(), node)
                .query(DrillRow::of)
                .list()
                .stream()
                .findFirst();
    }

    /** Whether it is this node's now. */
    boolean take(DrillRow row, String node) {
        return writes.write(ledger -> ledger.sql(TAKE).params(node, row.id()).update() == 1);
    }

    /** Those that this node had begun when it was stopped or killed. */
    List<DrillRow> leftBy(String node) {
        return database.sql("SELECT * FROM drills WHERE node = ? AND state IN ('running', 'recovering') ORDER BY id")
                .param(node)
                .query(DrillRow::of)
                .list();
    }

    /** Keeps what is known. */
    void save(DrillReport report) {
        writes.write(ledger -> save(ledger, report));
    }

    /** The same, and that the fault has begun. */
    void begun(DrillReport report) {
        writes.write(ledger -> save(ledger, report, report.begunAt(), report.askedBy(), "drill.begun"));
    }

    /** The same, and that the fault has ended by itself. */
    void ended(DrillReport report) {
        writes.write(ledger -> save(ledger, report, report.endedAt(), Audit.BY_ITSELF, "drill.ended"));
    }

    /** The same, and that it was broken off. */
    void brokenOff(DrillReport report) {
        writes.write(ledger -> brokenOff(ledger, report));
    }

    static int brokenOff(JdbcClient ledger, DrillReport report) {
        return save(ledger, report, MachineClock.get().instant(), Audit.BY_ITSELF, "drill.broken-off");
    }

    private static int save(JdbcClient ledger, DrillReport report, Instant at, String who, String what) {
        int kept = save(ledger, report);
        if (kept > 0) {
            Audit.write(ledger, at, who, what, report.drill(), Long.toString(report.id()));
        }
        return kept;
    }

    private static int save(JdbcClient ledger, DrillReport report) {
        return ledger.sql("UPDATE drills SET state = ?, report = ? WHERE id = ? AND state IN ('running', 'recovering')")
                .params(DrillRow.column(report), DrillRow.json(report), report.id())
                .update();
    }

    /** Has its fault end now, or the wait for all to recover when the fault has ended. @return false when it is over, or there is none */
    boolean end(long id, String who) {
        return writes.write(ledger -> {
            if (DrillRequests.find(ledger, id).isPresent()
                    && DrillRequests.withdraw(ledger, id, "It was taken back before it began.")) {
                audit.record(ledger, who, "drill.withdrawn", Long.toString(id), "");
                return true;
            }
            changed(ledger, END, id, who, "drill.cancelled");
            changed(ledger, HURRY, id, who, "drill.hurried");
            // A server may have just taken it up.
            return DrillRequests.find(ledger, id).filter(DrillRow::isUnderWay).isPresent();
        });
    }

    private void changed(JdbcClient ledger, String sql, long id, String who, String what) {
        if (ledger.sql(sql).param(id).update() > 0) {
            audit.record(ledger, who, what, Long.toString(id), "");
        }
    }

    Optional<DrillRow> find(long id) {
        return DrillRequests.find(database, id);
    }

    /** The one that is asked for or under way. */
    Optional<DrillRow> open() {
        return DrillRequests.open(database);
    }

    /** The one that is in the way of another that is asked for on this node. */
    Optional<DrillReport> inTheWay(String node) {
        return DrillRequests.inTheWay(database, node);
    }

    /** The newest ones, the latest first. */
    List<DrillRow> latest(int most) {
        return database.sql("SELECT * FROM drills ORDER BY id DESC LIMIT ?")
                .param(most)
                .query(DrillRow::of)
                .list();
    }
}
