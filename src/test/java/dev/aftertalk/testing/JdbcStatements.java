package dev.aftertalk.testing;

import dev.aftertalk.ledger.LedgerStatements;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What permits of intents are asked on, where there is no ledger. */
public record JdbcStatements(JdbcClient database) implements LedgerStatements {

    @Override
    public int update(String sql, Object... values) {
        return database.sql(sql).params(values).update();
    }

    @Override
    public List<String> read(String sql, Object... values) {
        return database.sql(sql).params(values).query(String.class).list();
    }
}
