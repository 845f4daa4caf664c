package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The server dies at one of its writes, of which nothing is left. */
final class CrashingWrites implements LedgerWrites {

    private final LedgerWrites writes;
    private int left;

    /** @param crash the write that it dies at, from 1 on */
    CrashingWrites(LedgerWrites writes, int crash) {
        this.writes = writes;
        this.left = crash;
    }

    static final class Crash extends RuntimeException {}

    @Override
    public <T> T write(Function<JdbcClient, T> work) {
        left--;
        if (left == 0) {
            throw new Crash();
        }
        return writes.write(work);
    }
}
