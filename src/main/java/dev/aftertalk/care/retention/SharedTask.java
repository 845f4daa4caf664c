package dev.aftertalk.care.retention;

import dev.aftertalk.privacy.Database;
import dev.aftertalk.time.ClockSkew;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets one of all servers on the database do a task that is due now and then. */
public final class SharedTask {

    private static final String CLAIM =
            """
            INSERT INTO shared_task (name, due_at) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE shared_task.due_at <= ? OR shared_task.due_at > ?""";

    private final Database database;
    private final String name;
    private final Duration longest;
    private final Clock clock;

    /**
     * @param name of the task; one for all servers
     * @param longest for which it is ever claimed or put off: what is due later than that was written by a clock that was ahead, and holds nobody up
     */
    public SharedTask(Database database, String name, Duration longest, Clock clock) {
        this.database = database;
        this.name = name;
        this.longest = longest;
        this.clock = clock;
    }

    /** Changes nothing and takes SQLite's write lock, which a transaction that has read first may be refused. */
    public static void lock(JdbcClient database) {
        database.sql("DELETE FROM shared_task WHERE name = ''").update();
    }

    /** True when the task is due and it is this server's now, for so long. */
    public boolean claim(Duration lease) {
        long now = clock.millis();
        long latest = ClockSkew.latest(now, longest);
        boolean due = database
                .reads()
                .sql("SELECT due_at FROM shared_task WHERE name = ?")
                .param(name)
                .query(Long.class)
                .list()
                .stream()
                .allMatch(at -> at <= now || at > latest);
        return due
                && database.writes().write(ledger -> ledger.sql(CLAIM)
                                .params(name, now + lease.toMillis(), now, latest)
                                .update())
                        == 1;
    }

    /** Not before so long from now. */
    public void putOff(Duration by) {
        long due = clock.millis() + by.toMillis();
        database.writes().write(ledger -> ledger.sql("UPDATE shared_task SET due_at = ? WHERE name = ?")
                .params(due, name)
                .update());
    }
}
