package dev.aftertalk.usecases.satisfaction;

import java.util.concurrent.ThreadLocalRandom;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts what is written, in the database, so that every node can tell whether its figures are still the latest.
 *
 * <p>A node counts in a row of a number that it draws. Two with the same number would but wait for each other now and then.
 */
final class ChangeCounter {

    private static final int NUMBERS = 1024;

    private final int node = ThreadLocalRandom.current().nextInt(NUMBERS);

    /** Counts one more, in the transaction of what has changed. */
    void count(JdbcClient ledger) {
        count(ledger, node);
    }

    /** The same for what goes with age or with a person, which a command without a server may do. */
    static void countKeeping(JdbcClient ledger) {
        count(ledger, -1);
    }

    private static void count(JdbcClient ledger, int number) {
        ledger.sql(
                        """
                        INSERT INTO satisfaction_change AS s (node, changes) VALUES (?, 1)
                        ON CONFLICT (node) DO UPDATE SET changes = s.changes + 1""")
                .param(number)
                .update();
    }

    /** Another number than before, when anything was written since. */
    static long version(JdbcClient database) {
        return database.sql("SELECT coalesce(sum(changes), 0) FROM satisfaction_change")
                .query(Long.class)
                .single();
    }
}
