package dev.aftertalk.ledger;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets runs go on that wait for something, see {@link WaitingException}, instead of at the time of their next attempt. */
@Component
public class WaitingRuns {

    private static final int AT_ONCE = 100;

    /** In the order of the index on what waits, so that neither database looks through what has ended. */
    static final String FIND =
            """
            SELECT event_seq, workflow FROM run
            WHERE state IN ('queued', 'retrying') AND cause = ? AND due_at > ?
            ORDER BY workflow, due_at, event_seq LIMIT ?""";

    private static final String GO_ON =
            "UPDATE run SET due_at = ? WHERE event_seq = ? AND workflow = ? AND state = 'retrying' AND cause = ? AND due_at > ?";

    private final JdbcClient database;
    private final LedgerWrites writes;

    /** @param database to read from */
    public WaitingRuns(JdbcClient database, LedgerWrites writes) {
        this.database = database;
        this.writes = writes;
    }

    /**
     * Makes runs due that wait for this.
     *
     * @param cause what the exception said
     * @param most how many can go on
     */
    public void goOn(String cause, long most) {
        long now = System.currentTimeMillis();
        List<Waiting> found = most <= 0
                ? List.of()
                : database.sql(FIND)
                        .params(cause, now, most)
                        .query((row, n) -> new Waiting(row.getLong(1), row.getString(2)))
                        .list();
        for (int from = 0; from < found.size(); from += AT_ONCE) {
            List<Waiting> some = found.subList(from, Math.min(found.size(), from + AT_ONCE));
            writes.write(ledger -> {
                some.forEach(run -> ledger.sql(GO_ON)
                        .params(now, run.eventSeq(), run.workflow(), cause, now)
                        .update());
                return null;
            });
        }
    }

    private record Waiting(long eventSeq, String workflow) {}
}
