package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.secrets.SharedKeys;
import java.time.Clock;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The tables that making leads needs, by their migrations, in a database of their own. */
public final class LeadClaimsDatabase {

    private LeadClaimsDatabase() {}

    /** The way to write to a new one, in memory. */
    public static LedgerWrites writes() {
        DataSource source = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
        ResourceDatabasePopulator tables = new ResourceDatabasePopulator();
        for (String each : new String[] {"V6__shared_keys", "V23__lead_claim"}) {
            tables.addScript(new ClassPathResource("db/migration/sqlite/" + each + ".sql"));
        }
        tables.execute(source);
        return writes(JdbcClient.create(source));
    }

    static LeadClaims inMemory(Clock clock) {
        LedgerWrites writes = writes();
        return writes.write(database -> new LeadClaims(writes, new SharedKeys(database, writes), clock));
    }

    static LeadClaims of(JdbcClient database, Clock clock) {
        LedgerWrites writes = writes(database);
        return new LeadClaims(writes, new SharedKeys(database, writes), clock);
    }

    private static LedgerWrites writes(JdbcClient database) {
        return new LedgerWrites() {
            @Override
            public synchronized <T> T write(Function<JdbcClient, T> work) {
                return work.apply(database);
            }
        };
    }
}
