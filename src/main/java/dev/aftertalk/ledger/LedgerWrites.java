package dev.aftertalk.ledger;

import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes that other features make to the ledger's database. They go into the transaction of the ledger's one writer, so that they share its
 * commits and never stand in its way, which on SQLite every other writing connection would.
 */
public interface LedgerWrites {

    /**
     * Runs statements and returns once they are committed.
     *
     * @param work all of it or nothing is stored; short, since everybody waits for it; run again when the transaction fails for another
     *     reason or its outcome got lost, so it must lead to the same when it is run twice
     * @return what the work returned
     * @throws RetryableException when the database is away
     * @throws RuntimeException what the work itself threw, such as a {@link org.springframework.dao.DataIntegrityViolationException}
     */
    <T> T write(Function<JdbcClient, T> work);
}
