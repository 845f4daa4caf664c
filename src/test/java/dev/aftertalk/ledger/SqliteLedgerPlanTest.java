package dev.aftertalk.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;

class SqliteLedgerPlanTest extends LedgerPlanContract {

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.sqlite(folder);
    }

    @Override
    String body() {
        return "x'00'";
    }

    @Override
    String explaining() {
        return "EXPLAIN QUERY PLAN ";
    }

    @Override
    long work(boolean inSteps, String statement, Object... values) throws SQLException {
        AtomicLong steps = new AtomicLong();
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement search = connection.prepareStatement(statement)) {
            LedgerConnection.bind(search, values);
            ProgressHandler.setHandler(connection.unwrap(SQLiteConnection.class), 1, new ProgressHandler() {
                @Override
                protected int progress() {
                    steps.incrementAndGet();
                    return 0;
                }
            });
            try (ResultSet row = search.executeQuery()) {
                while (row.next()) {
                    steps.incrementAndGet();
                }
            }
            ProgressHandler.clearHandler(connection.unwrap(SQLiteConnection.class));
        }
        return steps.get();
    }

    @Override
    String plan(String statement) throws SQLException {
        return explain(explaining(), statement);
    }
}
