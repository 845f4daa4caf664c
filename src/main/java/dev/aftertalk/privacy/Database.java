package dev.aftertalk.privacy;

import dev.aftertalk.ledger.LedgerWrites;
import java.util.Collection;
import java.util.Collections;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The two ways to the database: one to read, and the one everybody writes by. */
public record Database(JdbcClient reads, LedgerWrites writes) {

    /** So many question marks, for a list of values. */
    public static String marks(Collection<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }
}
