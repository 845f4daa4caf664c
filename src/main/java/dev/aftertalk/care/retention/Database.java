package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import java.util.Collections;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The two ways to the database: one to read, and the one everybody writes by. */
record Database(JdbcClient reads, LedgerWrites writes) {

    /** So many question marks, for a list of values. */
    static String marks(List<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    /** Says that figures have changed. Nodes count in rows of other numbers. */
    static void figuresChanged(JdbcClient ledger) {
        ledger.sql(
                        """
                        INSERT INTO satisfaction_change (node, changes) VALUES (-1, 1)
                        ON CONFLICT (node) DO UPDATE SET changes = satisfaction_change.changes + 1""")
                .update();
    }
}
