package dev.aftertalk.care.drill;

import dev.aftertalk.ledger.history.Nodes;
import dev.aftertalk.time.ClockSkew;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of whoever asks for drills, server or command: each to be called with the database of a transaction where it writes. */
public final class DrillRequests {

    /** Asked for longer ago, nobody waits for it any more. */
    public static final Duration LONGEST = Duration.ofSeconds(30);

    /** After its time was over: for a server to be seen again that the drill kept from being seen. */
    private static final Duration GRACE = Duration.ofMinutes(1);

    /** In the words of the index that has no other rows. */
    static final String OPEN = "SELECT * FROM drills WHERE state IN ('asked', 'running', 'recovering')";

    private static final String WITHDRAW =
            "UPDATE drills SET state = 'broken off', report = ? WHERE id = ? AND state = 'asked'";

    /** Why one that was asked for was taken back, when nobody did so. */
    public static final String NOT_TAKEN_UP = "No server took it up.";

    private static final String SERVER_GONE = "The server that ran it has ended; no fault is left.";

    private static final String ASK =
            """
            INSERT INTO drills (drill, millis, asked_by, asked_at, state, node) SELECT ?, ?, ?, ?, 'asked', ?
            WHERE NOT EXISTS (SELECT 1 FROM drills WHERE state IN ('asked', 'running', 'recovering'))
            ON CONFLICT DO NOTHING RETURNING id""";

    private DrillRequests() {}

    /**
     * Asks for a drill.
     *
     * @param node on which; null for on any
     * @return its number; empty when another one is not over
     */
    public static Optional<Long> ask(JdbcClient database, String drill, Duration time, String who, String node) {
        long now = MachineClock.now();
        open(database).filter(row -> isGone(database, row, now, node)).ifPresent(row -> {
            if (row.state().equals(DrillRow.ASKED)) {
                withdraw(database, row.id(), NOT_TAKEN_UP);
            } else {
                DrillStore.brokenOff(database, row.told().brokenOff(SERVER_GONE));
            }
        });
        return database.sql(ASK)
                .params(drill, time.toMillis(), who, now, node)
                .query(Long.class)
                .optional();
    }

    /**
     * The one that is in the way of another.
     *
     * @param node of whoever asks; null for a command
     */
    public static Optional<DrillReport> inTheWay(JdbcClient database, String node) {
        long now = MachineClock.now();
        return open(database).filter(row -> !isGone(database, row, now, node)).map(DrillRow::told);
    }

    /** The one that is asked for or under way. */
    static Optional<DrillRow> open(JdbcClient database) {
        return database.sql(OPEN).query(DrillRow::of).optional();
    }

    /** One that nobody waits for any more, or whose server is gone: it will not go on. */
    private static boolean isGone(JdbcClient database, DrillRow row, long now, String asker) {
        if (row.state().equals(DrillRow.ASKED)) {
            return row.askedAt().toEpochMilli() < now - LONGEST.toMillis();
        }
        return !row.node().equals(asker)
                && isLeft(database, row.told(), atLeast(row.askedAt(), Instant.ofEpochMilli(now)));
    }

    /** How much time has passed at least: each bears the time of a clock of its own. */
    private static Duration atLeast(Instant from, Instant to) {
        return Duration.between(from, to).minus(ClockSkew.MOST);
    }

    static Optional<DrillRow> find(JdbcClient database, long id) {
        return database.sql("SELECT * FROM drills WHERE id = ?")
                .param(id)
                .query(DrillRow::of)
                .optional();
    }

    /**
     * Takes back what was asked for.
     *
     * @param why as its report says
     * @return false when a server has just taken it up, or it is over
     */
    public static boolean withdraw(JdbcClient database, long id, String why) {
        DrillReport report = find(database, id).orElseThrow().told().notBegun(why);
        return database.sql(WITHDRAW).params(DrillRow.json(report), id).update() == 1;
    }

    /**
     * Whether the server that runs a drill has ended, as it will not go on then.
     *
     * @param since how long ago that server took it up, to half a minute
     */
    public static boolean isLeft(JdbcClient database, DrillReport report, Duration since) {
        return !report.hasFinished()
                && report.hasBeenTakenUp()
                && (!DrillNames.hidesItsServer(report.drill())
                        || since.compareTo(report.time().plus(GRACE)) > 0)
                && !Nodes.alive(database).contains(report.server());
    }

    /** Breaks a drill off whose server has ended. */
    public static void breakOffLeft(JdbcClient database, long id) {
        find(database, id)
                .filter(row -> row.isUnderWay() && !Nodes.alive(database).contains(row.node()))
                .ifPresent(row -> DrillStore.brokenOff(database, row.told().brokenOff(SERVER_GONE)));
    }

    /** What is known of a drill, for a command. */
    public static Optional<DrillReport> report(JdbcClient database, long id) {
        return find(database, id).map(DrillRow::told);
    }
}
