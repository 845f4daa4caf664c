package dev.aftertalk.access;

import dev.aftertalk.ledger.LedgerWrites;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The audit for the tests of other packages. */
public final class TestAudit {

    private TestAudit() {}

    public static Audit on(JdbcClient reads, LedgerWrites writes) {
        return new Audit(reads, writes);
    }
}
