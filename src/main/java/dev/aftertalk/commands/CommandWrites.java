package dev.aftertalk.commands;

import dev.aftertalk.care.retention.SharedTask;
import dev.aftertalk.ledger.LedgerWrites;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes where no server of this process does: in a transaction of its own, which gives way to the server's and tries again. */
final class CommandWrites implements LedgerWrites {

    private static final int ATTEMPTS = 10;

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final boolean sqlite;

    CommandWrites(DataSource dataSource, boolean sqlite) {
        this.database = JdbcClient.create(dataSource);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        this.sqlite = sqlite;
    }

    @Override
    public <T> T write(Function<JdbcClient, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactions.execute(status -> {
                    if (sqlite) {
                        SharedTask.lock(database);
                    }
                    return work.apply(database);
                });
            } catch (TransientDataAccessException | UncategorizedSQLException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
