package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PostgresLedgerPlanTest extends LedgerPlanContract {

    private static final Pattern READ = Pattern.compile("actual rows=([0-9]+)(?:\\.[0-9]+)? loops=([0-9]+)");

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Override
    String body() {
        return "'\\x00'::bytea";
    }

    @Override
    String explaining() {
        database.execute("ANALYZE");
        return "EXPLAIN ";
    }

    @Override
    long work(boolean inSteps, String statement, Object... values) throws SQLException {
        String plan = explain(inSteps, "EXPLAIN (ANALYZE, TIMING OFF) " + statement, values);
        return READ.matcher(plan)
                .results()
                .mapToLong(read -> Long.parseLong(read.group(1)) * Long.parseLong(read.group(2)))
                .sum();
    }

    @Override
    String plan(String statement) throws SQLException {
        String before = explain("EXPLAIN ", statement + Dialect.POSTGRESQL.lockRows());
        return before + explain(explaining(), statement + Dialect.POSTGRESQL.lockRows());
    }

    /** It looks at a table now and then; between two looks it goes by the last. */
    @Test
    void aSearchReadsNoMoreWhereTheQueueWasEmptyWhenTheDatabaseLookedAtIt() throws SQLException {
        TestDatabase filled = database;
        try (TestDatabase another = TestDatabase.postgres()) {
            database = another;
            fillWithHistory();
            explaining();
            queue(1_000);

            assertThat(work(false, LedgerStore.FIND_DUE, "lead", (long) HISTORY, (long) HISTORY, 16))
                    .isLessThan(10 * LedgerStore.WINDOW);
        } finally {
            database = filled;
        }
    }
}
