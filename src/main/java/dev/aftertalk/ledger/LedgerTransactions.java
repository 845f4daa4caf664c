package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one transaction after the other to the database and says what a failure means. For a minute after something was held up by a lock,
 * it waits only a moment for another.
 */
final class LedgerTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerTransactions.class);
    private static final long CAUTIOUS_NANOS = Duration.ofMinutes(1).toNanos();

    private final LedgerConnection connection;
    private final LedgerWriter writer;
    private final Runnable undone;
    private boolean cautious;
    private long heldUpAt;

    /** @param undone told when a transaction was rolled back, with the claims that were in it */
    LedgerTransactions(LedgerConnection connection, LedgerWriter writer, Runnable undone) {
        this.connection = connection;
        this.writer = writer;
        this.undone = undone;
    }

    /** True while, and for a minute after, something is held up. */
    boolean areCautious() {
        cautious = cautious && System.nanoTime() - heldUpAt < CAUTIOUS_NANOS;
        return cautious;
    }

    /** The part of the last transaction that failed. */
    Kind failed() {
        return writer.doing();
    }

    /**
     * Writes and claims in one transaction.
     *
     * @return {@link Fault#NONE}; or why nothing was written, on a connection that can go on: REFUSED or CONFLICT, and WRONG for a Write
     * @throws SQLException when the connection can't be used any more, and it may be unknown what was written
     */
    Fault tryToWrite(List<? extends LedgerOperation> operations, Collection<Subscription> claimFor)
            throws SQLException {
        return attempt(() -> {
            if (!operations.isEmpty() || isAnythingDue(claimFor)) {
                connection.begin();
                waitLittleWhileCautious(operations.stream().anyMatch(Write.class::isInstance));
                writer.write(operations, claimFor);
            }
        });
    }

    private boolean isAnythingDue(Collection<Subscription> claimFor) throws SQLException {
        waitLittleWhileCautious(false);
        return writer.isAnythingDue(claimFor);
    }

    private void waitLittleWhileCautious(boolean forStatements) throws SQLException {
        if (areCautious()) {
            connection.waitLittle(forStatements);
        }
    }

    /** Whether an event could be stored now, without a trace of it. The same as {@link #tryToWrite}. */
    Fault tryToAccept() throws SQLException {
        return attempt(() -> {
            connection.begin();
            connection.waitLittle(false);
            writer.tryToAccept();
        });
    }

    /** What a failure says, see {@link LedgerConnection#fault}. */
    Fault fault(RuntimeException failure) {
        return connection.fault(failure);
    }

    private Fault attempt(Work work) throws SQLException {
        writer.begin();
        try {
            work.run();
            return Fault.NONE;
        } catch (SQLException | RuntimeException e) {
            Fault fault = connection.fault(e);
            boolean goesOn = fault != Fault.AWAY && failed() != Kind.NOTHING;
            if (!goesOn || fault == Fault.WRONG && failed() != Kind.WRITES) {
                throw e;
            }
            connection.rollback();
            undone.run();
            if (fault == Fault.CONFLICT) {
                cautious = true;
                heldUpAt = System.nanoTime();
            }
            LOG.debug("The ledger's database says {}: {}", fault, Fault.describe(e));
            return fault;
        }
    }

    @FunctionalInterface
    private interface Work {
        void run() throws SQLException;
    }
}
