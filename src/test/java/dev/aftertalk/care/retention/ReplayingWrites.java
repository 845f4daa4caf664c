package dev.aftertalk.care.retention;

import dev.aftertalk.ledger.LedgerWrites;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Somebody replays what is dead just before each write. */
final class ReplayingWrites implements LedgerWrites {

    private final RetentionDatabase database;

    ReplayingWrites(RetentionDatabase database) {
        this.database = database;
    }

    @Override
    public <T> T write(Function<JdbcClient, T> work) {
        database.execute("UPDATE run SET state = 'queued' WHERE state = 'dead'");
        return database.writes().write(work);
    }
}
