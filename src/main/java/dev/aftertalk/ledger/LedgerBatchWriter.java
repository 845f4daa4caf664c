package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.Write;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes operations in one transaction and, where the database won't have that, each alone: so one that it refuses, or that waits for a lock
 * somebody else holds, doesn't keep the others from being stored.
 */
final class LedgerBatchWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerBatchWriter.class);
    private static final int MOST_BLOCKED = 2;

    private final LedgerConnection connection;
    private final LedgerWriter writer;
    private final Runnable undone;

    /** @param undone told when a transaction was rolled back, with the claims that were in it */
    LedgerBatchWriter(LedgerConnection connection, LedgerWriter writer, Runnable undone) {
        this.connection = connection;
        this.writer = writer;
        this.undone = undone;
    }

    /**
     * Writes them, and removes from the list what needs no other try.
     *
     * @param claiming whether runs there is room for are claimed with them
     * @throws SQLException when the connection can't be used any more, and it may be unknown what was written of what is left in the list
     */
    void write(List<LedgerOperation> operations, boolean claiming) throws SQLException {
        // Where that fails it may have been the claims, when two nodes claim runs of one conversation at once.
        if (tryToWrite(operations, claiming) == Fault.NONE
                || operations.size() > 1 && tryToWrite(operations, false) == Fault.NONE) {
            operations.forEach(LedgerOperation::dropped);
            operations.clear();
        } else {
            writeEach(operations);
        }
    }

    private void writeEach(List<LedgerOperation> operations) throws SQLException {
        List<LedgerOperation> blocked = new ArrayList<>();
        try {
            // Each that is blocked costs the time a lock is waited for: some now, more in the next round, after all
            // others.
            for (Iterator<LedgerOperation> each = operations.iterator();
                    each.hasNext() && blocked.size() < MOST_BLOCKED; ) {
                LedgerOperation operation = each.next();
                Fault alone = tryToWrite(List.of(operation), false);
                if (alone == Fault.CONFLICT) {
                    blocked.add(operation);
                } else if (alone == Fault.REFUSED) {
                    refuse(operation);
                }
                if (alone != Fault.CONFLICT) {
                    operation.dropped();
                }
                each.remove();
            }
        } finally {
            operations.addAll(blocked);
        }
    }

    private Fault tryToWrite(List<LedgerOperation> operations, boolean claiming) throws SQLException {
        try {
            writer.write(operations, claiming);
            return Fault.NONE;
        } catch (SQLException | RuntimeException e) {
            Fault fault = connection.fault(e);
            if (fault == Fault.AWAY) {
                throw e;
            }
            connection.rollback();
            undone.run();
            LOG.debug("The ledger's database says {}: {}", fault, Fault.describe(e));
            return fault;
        }
    }

    /** Nobody may wait for ever for an end that can't be stored as it is: the run is dead, for somebody to decide. */
    private void refuse(LedgerOperation operation) throws SQLException {
        if (operation instanceof End end) {
            String cause =
                    "It ended as '" + end.outcome().state() + "', but the database refused what was to be kept of it.";
            if (tryToWrite(List.of(new End(end.run(), new Outcome.Dead(cause), null, end.result())), false)
                    == Fault.NONE) {
                return;
            }
        }
        if (operation instanceof Write write && write.failure().get() != null) {
            write.result().completeExceptionally(write.failure().get()); // its caller knows what to make of it
            return;
        }
        LOG.warn(
                "The ledger's database refuses the values of an operation: {}",
                operation.getClass().getSimpleName());
        operation.result().completeExceptionally(new LedgerUnavailableException("It can't be stored.", null));
    }
}
