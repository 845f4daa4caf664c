package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.waiting.WaitingRuns;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** That claiming costs the same however much history there is: by index only, and in the order of the index. All on one database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class LedgerPlanContract extends LedgerTestBase {

    static final int HISTORY = 100_000;
    static final int BACKLOG = 20_000;

    @TempDir
    static Path shared;

    @BeforeAll
    void openFilled() {
        database = newDatabase(shared);
        fillWithHistory();
        queue(BACKLOG);
    }

    void fillWithHistory() {
        String numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + HISTORY + ") ";
        database.execute("INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body) "
                + numbers + "SELECT i, 'e' || i, 't', i, i, 'webhook', " + body() + " FROM n");
        database.execute(
                "INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at, once_for) "
                        + numbers + "SELECT i, 'mail', 'done', 'c' || (i % 1000), i, 1, i, i, 'c' || i FROM n");
    }

    /** Of one workflow so many are due, and a tenth as many of another wait for a system. */
    void queue(int backlog) {
        database.execute(
                "INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at)"
                        + " SELECT seq, 'lead', 'queued', 'c' || (seq % 1000), seq, 0, seq, seq FROM event WHERE seq <= "
                        + backlog);
        database.execute(
                "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, waits_for)"
                        + " SELECT seq, 'ticket', 'retrying', seq, 1, seq, seq, CASE seq % 9 WHEN 0 THEN 'no code' ELSE 'jira' END"
                        + " FROM event WHERE seq <= " + backlog / 10);
    }

    @Override
    @BeforeEach
    void openDatabase() {
        // is open
    }

    @Override
    @AfterEach
    void closeAll() {
        // when all have run
    }

    @AfterAll
    void closeDatabase() {
        super.closeAll();
    }

    abstract String body();

    /** What asks for a plan, once the database knows its tables as well as it ever does. */
    abstract String explaining();

    /** The plan of a claim as text. */
    abstract String plan(String statement) throws SQLException;

    String explain(String prefix, String statement) throws SQLException {
        return explain(prefix + statement, "lead", (long) HISTORY, (long) HISTORY, 16);
    }

    String explain(String statement, Object... values) throws SQLException {
        return explain(false, statement, values);
    }

    String explain(boolean inSteps, String statement, Object... values) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            Dialect dialect = Dialect.of(connection);
            dialect.prepare(connection);
            connection.setAutoCommit(false);
            if (inSteps) {
                dialect.readInOrderOfIndexes(connection);
            }
            try (PreparedStatement explain = connection.prepareStatement(statement)) {
                LedgerConnection.bind(explain, values);
                try (ResultSet row = explain.executeQuery()) {
                    StringBuilder plan = new StringBuilder();
                    while (row.next()) {
                        plan.append(row.getString(row.getMetaData().getColumnCount()))
                                .append('\n');
                    }
                    return plan.toString();
                }
            }
        }
    }

    /** First, since the database does not know its tables yet. */
    @Test
    @Order(1)
    void claimsByIndexWithoutScanningOrSorting() throws SQLException {
        String plan = plan(LedgerStore.FIND_DUE);

        assertThat(plan).contains("run_due", "run_order", "run_exclusive");
        assertThat(LedgerStore.FIND_DUE).contains("LIMIT " + LedgerStore.WINDOW + ")");
        assertThat(plan.lines().collect(Collectors.toList()))
                .noneMatch(line -> line.matches(".*SCAN (?!due$|CONSTANT ROW$).*") || line.contains("TEMP B-TREE"))
                .noneMatch(line -> line.contains("Seq Scan") || line.contains("Sort") || line.contains("Hash"));
    }

    /** Where one key has so many due runs that it goes in steps. */
    @Test
    void goesInStepsByIndexWithoutScanningOrSorting() throws SQLException {
        assertThat(explain(
                        true,
                        explaining() + ClaimStore.LIST_DUE.sql(),
                        "lead",
                        (long) HISTORY,
                        (long) BACKLOG / 2,
                        (long) BACKLOG / 2,
                        1_000))
                .contains("run_due")
                .doesNotContain("SCAN", "TEMP B-TREE", "Seq Scan", "Sort");
        assertThat(explain(
                        true,
                        explaining() + ClaimStore.FIND_FIRST.sql(),
                        "lead",
                        "lead",
                        5L,
                        "lead",
                        (long) HISTORY,
                        5L,
                        (long) HISTORY))
                .contains("run_order", "run_exclusive")
                .doesNotContain("SCAN ", "TEMP B-TREE", "Seq Scan", "Sort", "Hash");
    }

    /** Last, since it changes what is there. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aSearchReadsNoMoreForAKeyWithThousandsOfDueRuns() throws SQLException {
        database.execute("UPDATE run SET order_key = 'one' WHERE workflow = 'lead'");
        explaining();

        assertThat(work(false, LedgerStore.FIND_DUE, "lead", (long) HISTORY, (long) HISTORY, 16))
                .isLessThan(BACKLOG / 2);
        assertThat(work(
                        true,
                        ClaimStore.FIND_FIRST.sql(),
                        "lead",
                        "lead",
                        (long) BACKLOG,
                        "lead",
                        (long) HISTORY,
                        (long) BACKLOG,
                        (long) HISTORY))
                .isLessThan(1_000);
    }

    /** What a statement does: the rows it reads, or the steps of the database's machine for it. */
    abstract long work(boolean inSteps, String statement, Object... values) throws SQLException;

    @Test
    void findsByIndexWhetherAConversationWasActedOn() throws SQLException {
        assertThat(explain(explaining() + ClaimStore.CLAIM_RUN_ONCE.sql(), "node", 1L, 1L, 5L, "mail"))
                .contains("run_once_for")
                .doesNotContain("Seq Scan", "SCAN");
    }

    @Test
    void claimsAsItStoresByIndex() throws SQLException {
        for (NamedSql claim : List.of(ClaimStore.CLAIM_NEW_RUN, ClaimStore.CLAIM_NEW_RUN_ONCE)) {
            MapSqlParameterSource values = NamedSql.with("eventSeq", 5L)
                    .addValue("workflow", "mail")
                    .addValue("router", "lead")
                    .addValue("node", "node")
                    .addValue("now", (long) HISTORY);
            assertThat(explain(explaining() + claim.sql(), claim.values(values)))
                    .contains("run_order", "run_exclusive")
                    .doesNotContain("Seq Scan", "SCAN", "Sort", "TEMP B-TREE");
        }
        assertThat(explain(
                        explaining() + EventStore.INSERT_ENDED_ROUTER_RUN.sql(),
                        EventStore.INSERT_ENDED_ROUTER_RUN.values(NamedSql.with("seq", 5L)
                                .addValue("router", "lead")
                                .addValue("state", "done")
                                .addValue("now", (long) HISTORY))))
                .contains("run_order", "run_exclusive")
                .doesNotContain("Seq Scan", "SCAN", "Sort", "TEMP B-TREE");
    }

    @Test
    void findsWhatANodeRunsByTheIndexOfAllThatRun() throws SQLException {
        assertThat(explain(explaining() + LeaseStore.FIND_RUNNING, (Object) "node"))
                .contains("run_exclusive")
                .doesNotContain("Seq Scan");
    }

    @Test
    void asksByIndexWhichWorkflowsHaveSomethingDue() throws SQLException {
        assertThat(explain(explaining() + ClaimStore.ANY_DUE.formatted("(?), (?)"), "mail", "lead", (long) HISTORY))
                .contains("run_due")
                .doesNotContain("Seq Scan", "Sort", "TEMP B-TREE", "SCAN r");
    }

    @Test
    void findsWhoWaitsByIndexWithoutLookingThroughWhatHasEnded() throws SQLException {
        assertThat(explain(explaining() + WaitingRuns.COUNT, (Object) "no code"))
                .contains("run_waits_for");
        for (String sql : List.of(WaitingRuns.FIND, WaitingRuns.FIND_LAST, WaitingRuns.COUNT_DUE)) {
            assertThat(explain(explaining() + sql, "no code", "ticket", (long) HISTORY, 10L))
                    .contains("run_waits_for")
                    .doesNotContain("Seq Scan", "Sort", "TEMP B-TREE");
        }
    }
}
