package dev.aftertalk.care.pause;

import dev.aftertalk.access.Audit;
import dev.aftertalk.care.pause.Pause.Kind;
import dev.aftertalk.ledger.LedgerWrites;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is paused, in the database that all nodes share; each change with its line in the audit. */
@Component
class PauseStore {

    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Audit audit;

    PauseStore(JdbcClient reads, LedgerWrites writes, Audit audit) {
        this.reads = reads;
        this.writes = writes;
        this.audit = audit;
    }

    List<Pause> all() {
        return reads.sql("SELECT kind, name, paused_at, who, reason FROM pause ORDER BY kind, name")
                .query((row, n) -> new Pause(
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("name"),
                        Instant.ofEpochMilli(row.getLong("paused_at")),
                        row.getString("who"),
                        row.getString("reason")))
                .list();
    }

    /** @return false when it was paused already, which stays as it was */
    boolean add(Pause pause) {
        return writes.write(database -> {
            boolean added = database.sql("INSERT INTO pause (kind, name, paused_at, who, reason) VALUES (?, ?, ?, ?, ?)"
                                    + " ON CONFLICT (kind, name) DO NOTHING")
                            .params(
                                    pause.kind().code(),
                                    pause.name(),
                                    pause.since().toEpochMilli(),
                                    pause.by(),
                                    pause.reason())
                            .update()
                    == 1;
            if (added) {
                audit.record(
                        database,
                        pause.by(),
                        pause.kind().code() + ".paused",
                        pause.name(),
                        ""); // the reason goes with the pause
            }
            return added;
        });
    }

    /** @return false when it was not paused */
    boolean remove(Kind kind, String name, String who) {
        return writes.write(database -> {
            boolean removed = database.sql("DELETE FROM pause WHERE kind = ? AND name = ?")
                            .params(kind.code(), name)
                            .update()
                    == 1;
            if (removed) {
                audit.record(database, who, kind.code() + ".resumed", name, "");
            }
            return removed;
        });
    }
}
