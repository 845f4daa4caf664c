package dev.aftertalk.access;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who changed what, kept for good. Public, for every feature that lets people change something. */
@Component
public class Audit {

    static final int PAGE = 50;

    /** Who has done what the server did by itself. */
    public static final String BY_ITSELF = "Aftertalk";

    /** One change; what is a code such as {@code user.created}, whose words are the message {@code audit.user.created}. */
    public record Entry(Instant at, String who, String what, String about, String detail) {}

    private final JdbcClient reads;
    private final LedgerWrites writes;

    Audit(JdbcClient reads, LedgerWrites writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /**
     * Stores a change in a transaction of its own.
     *
     * @param what a code; add the message {@code audit.CODE} for the page
     * @param detail never a secret or what a visitor wrote
     */
    public void record(String who, String what, String about, String detail) {
        writes.write(database -> {
            record(database, who, what, about, detail);
            return null;
        });
    }

    /** Stores a change in the transaction that makes it. */
    public void record(JdbcClient database, String who, String what, String about, String detail) {
        write(database, who, what, about, detail);
    }

    /** The same for a command, which has no components. */
    public static void write(JdbcClient database, String who, String what, String about, String detail) {
        write(database, MachineClock.get().instant(), who, what, about, detail);
    }

    /** The same of what happened earlier, when it could not be stored. */
    public static void write(JdbcClient database, Instant at, String who, String what, String about, String detail) {
        database.sql("INSERT INTO audit_entry (at, who, what, about, detail) VALUES (?, ?, ?, ?, ?)")
                .params(at.toEpochMilli(), who, what, about, detail)
                .update();
    }

    /** Newest first; one more than a page holds when there is a next one. */
    List<Entry> page(int number) {
        return newest(PAGE + 1, (number - 1L) * PAGE);
    }

    /** Newest first. */
    List<Entry> newest(int most) {
        return newest(most, 0);
    }

    private List<Entry> newest(int most, long after) {
        return reads.sql("SELECT at, who, what, about, detail FROM audit_entry ORDER BY id DESC LIMIT ? OFFSET ?")
                .params(most, after)
                .query((row, n) -> new Entry(
                        Instant.ofEpochMilli(row.getLong("at")),
                        row.getString("who"),
                        row.getString("what"),
                        row.getString("about"),
                        row.getString("detail")))
                .list();
    }
}
