package dev.aftertalk.ledger;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Since when there is this ledger: it has had no event that was sent before, and so has not forgotten one either. */
public final class LedgerBirth implements LongSupplier {

    /** Clocks differ, and PostgreSQL notes the time of a zone that is not told. */
    private static final Duration MARGIN = Duration.ofDays(1);

    /** Flyway's own table; the seconds alone, which both databases write alike. */
    private static final String FIRST_TABLE =
            "SELECT substr(CAST(min(installed_on) AS VARCHAR(30)), 1, 19) FROM flyway_schema_history";

    private final JdbcClient database;
    private volatile Long known;

    public LedgerBirth(JdbcClient database) {
        this.database = database;
    }

    /**
     * When its first table was made, less a day, in milliseconds since 1970.
     *
     * @throws LedgerUnavailableException when the database can't be asked
     */
    @Override
    public long getAsLong() {
        Long birth = known;
        if (birth == null) {
            birth = ask();
            known = birth;
        }
        return birth;
    }

    private long ask() {
        return LocalDateTime.parse(firstTable().replace(' ', 'T'))
                .toInstant(ZoneOffset.UTC)
                .minus(MARGIN)
                .toEpochMilli();
    }

    private String firstTable() {
        try {
            return database.sql(FIRST_TABLE).query(String.class).single();
        } catch (DataAccessException e) {
            throw new LedgerUnavailableException("The ledger's database can't be asked how old it is.", e);
        }
    }
}
