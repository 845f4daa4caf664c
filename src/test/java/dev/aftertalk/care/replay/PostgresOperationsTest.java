package dev.aftertalk.care.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PostgresOperationsTest extends OperationsContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    @Override
    String explaining() {
        database.execute("ANALYZE");
        return "EXPLAIN";
    }

    /** While servers are updated one by one, those of the version before would run again what is to be skipped, and all where some are chosen. */
    @Test
    void showsServersOfTheVersionBeforeReplaysAlone() {
        database.execute(
                """
                INSERT INTO replay (id, state, who, created_at, filter, force, per_second, matched, replayed, cursor_workflow, cursor_time,
                  cursor_seq, lease_until)
                VALUES ('r', 'running', 'ann', 1, '{}', 0, 50, 3, 0, '', 0, 0, 0) ON CONFLICT (id) DO NOTHING""");
        database.execute(
                """
                INSERT INTO bulk_order (id, action, reason, state, who, created_at, filter, force, per_second, matched, changed,
                  cursor_workflow, cursor_time, cursor_seq, lease_until)
                VALUES ('s', 'skip', 'why', 'running', 'ann', 1, '{}', 0, 50, 3, 0, '', 0, 0, 0)""");
        database.execute(
                """
                INSERT INTO bulk_order (id, action, state, who, created_at, filter, force, per_second, matched, changed,
                  cursor_workflow, cursor_time, cursor_seq, lease_until)
                VALUES ('n', 'replay', 'running', 'ann', 1, '{"number":"17,23"}', 0, 50, 3, 0, '', 0, 0, 0)""");
        database.execute("UPDATE replay SET replayed = replayed + 2 WHERE state = 'running' AND lease_until < 5");

        assertThat(database.count("SELECT count(*) FROM replay")).isOne();
        assertThat(database.count("SELECT changed FROM bulk_order WHERE id = 'r' AND action = 'replay'"))
                .isEqualTo(2);
        assertThat(database.count("SELECT changed FROM bulk_order WHERE id = 's'"))
                .isZero();
    }
}
