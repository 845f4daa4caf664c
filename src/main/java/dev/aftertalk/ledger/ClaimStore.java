package dev.aftertalk.ledger;

import static dev.aftertalk.ledger.LedgerConnection.bind;
import static dev.aftertalk.ledger.LedgerConnection.changed;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The SQL that finds due runs and claims them. */
class ClaimStore {

    private static final String CLAIM_RUN =
            """
            UPDATE run SET state = 'running', node = ?, claimed_at = ?,
              first_claimed_at = CASE WHEN attempt = earlier_attempts THEN ? ELSE first_claimed_at END, attempt = attempt + 1
            WHERE event_seq = ? AND workflow = ?""";

    private static final String POSTPONE_RUN = "UPDATE run SET due_at = ? WHERE event_seq = ? AND workflow = ?";

    private final LedgerConnection connection;
    private final String node;

    /** @param node identifies this node among all that work on the same database */
    ClaimStore(LedgerConnection connection, String node) {
        this.connection = connection;
        this.node = node;
    }

    /** What a search for due runs came to. */
    record Claimed(List<Run> runs, List<Run> skipped) {}

    /** A place in the order in which runs became due. */
    record Place(long dueAt, long eventSeq) {

        static final Place BEFORE_ALL = new Place(Long.MIN_VALUE, Long.MIN_VALUE);
    }

    /**
     * A due run, which may go or not.
     *
     * @param orderKey may be null
     */
    record Due(Place place, String orderKey) {}

    /** Runs that may go, at most so many, of the {@value LedgerStore#WINDOW} that have been due for longest. */
    List<Run> find(String workflow, int limit, long now) throws SQLException {
        PreparedStatement find =
                connection.statement(LedgerStore.FIND_DUE + connection.dialect().lockRows());
        bind(find, workflow, now, now, limit);
        return found(find, workflow, now);
    }

    /** To be called in each transaction before {@link #findFirst} and {@link #list}. */
    void beginSteps() throws SQLException {
        connection.readInOrderOfIndexes();
    }

    /** The first of the runs with the key of this one that may go: empty when none may. */
    List<Run> findFirst(String workflow, long ofKeyOf, long now) throws SQLException {
        PreparedStatement find = connection.statement(
                LedgerStore.FIND_FIRST + connection.dialect().lockRows());
        bind(find, workflow, workflow, ofKeyOf, workflow, now, ofKeyOf, now);
        return found(find, workflow, now);
    }

    private static List<Run> found(PreparedStatement find, String workflow, long now) throws SQLException {
        List<Run> found = new ArrayList<>();
        try (ResultSet row = find.executeQuery()) {
            while (row.next()) {
                found.add(new Run(
                        row.getLong(1),
                        workflow,
                        row.getInt(2) + 1,
                        row.getInt(10),
                        row.getInt(12),
                        row.getInt(13),
                        row.getLong(9),
                        row.getInt(2) == row.getInt(10) ? now : row.getLong(3),
                        row.getLong(5),
                        row.getString(4),
                        row.getString(11),
                        row.getString(6),
                        row.getString(7),
                        row.getBytes(8)));
            }
        }
        return found;
    }

    /** Due runs after this place, in order, whether they may go or not. */
    List<Due> list(String workflow, Place after, int limit, long now) throws SQLException {
        PreparedStatement list = connection.statement(LedgerStore.LIST_DUE);
        bind(list, workflow, now, after.dueAt(), after.eventSeq(), limit);
        List<Due> due = new ArrayList<>();
        try (ResultSet row = list.executeQuery()) {
            while (row.next()) {
                due.add(new Due(new Place(row.getLong(1), row.getLong(2)), row.getString(3)));
            }
        }
        return due;
    }

    /** Has runs that were found be due later. */
    void postpone(List<Run> found, long due) throws SQLException {
        PreparedStatement postpone = connection.statement(POSTPONE_RUN);
        for (Run run : found) {
            bind(postpone, due, run.eventSeq(), run.workflow());
            postpone.addBatch();
        }
        postpone.executeBatch();
    }

    /**
     * Claims runs that were found, for this node.
     *
     * @param once whether the workflow acts once for a conversation; those whose conversation was acted on are ended instead
     */
    Claimed claim(List<Run> found, boolean once, long now) throws SQLException {
        PreparedStatement claim = connection.statement(once ? OncePerConversation.CLAIM_RUN : CLAIM_RUN);
        for (Run run : found) {
            bind(claim, node, now, now, run.eventSeq(), run.workflow());
            claim.addBatch();
        }
        boolean[] claimed = changed(claim.executeBatch());
        if (!once) {
            return new Claimed(found, List.of());
        }
        List<Run> left = OncePerConversation.only(found, claimed, false);
        return new Claimed(
                OncePerConversation.only(found, claimed, true),
                left.isEmpty() ? left : OncePerConversation.skip(connection, left, now));
    }
}
