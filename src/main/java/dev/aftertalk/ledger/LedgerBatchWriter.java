package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Accept;
import dev.aftertalk.ledger.LedgerOperation.End;
import dev.aftertalk.ledger.LedgerOperation.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes operations in one transaction, with the claims. One that the database refuses, that waits for a lock somebody else holds or that
 * breaks the connection is set apart with its kind, and so is a workflow's claim: all others go on as if it were not there.
 */
final class LedgerBatchWriter implements ApartOperations.Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerBatchWriter.class);
    private static final int MOST_STRIKES = 2;

    private final LedgerTransactions transactions;
    private final ApartOperations apart = new ApartOperations(this);
    private final HeldUpClaims heldUpClaims;
    private final AcceptWatch accepts;
    private Kind struck = Kind.NOTHING;
    private int strikes;
    private boolean saidSo;

    LedgerBatchWriter(LedgerTransactions transactions, AcceptWatch accepts) {
        this.transactions = transactions;
        this.accepts = accepts;
        this.heldUpClaims = new HeldUpClaims(transactions);
    }

    /**
     * Writes them, and takes them out of the list, but for those that are to be tried again after the connection broke.
     *
     * @param claimFor the workflows to claim for
     * @throws SQLException when the connection can't be used any more, and it may be unknown what was written of what is left
     */
    void write(List<LedgerOperation> operations, Collection<Subscription> claimFor) throws SQLException {
        if (transactions.areCautious()) {
            apart.add(taken(operations, Write.class::isInstance));
        }
        if (accepts.isFailing()) {
            apart.add(taken(operations, Accept.class::isInstance));
        }
        writeTogether(operations, heldUpClaims.others(claimFor));
        apart.work();
        if (!claimFor.isEmpty()) {
            heldUpClaims.work();
        }
        say();
    }

    /** True while something waits here to be written. */
    boolean somethingIsLeft() {
        return !apart.isEmpty();
    }

    /** How many operations are held up, see {@link ApartOperations#waiting}. */
    int waiting() {
        return apart.waiting();
    }

    /** For how long the first of them has been. */
    Duration longestWait() {
        return apart.longestWait();
    }

    /** Hands over all that could not be written. */
    void drainTo(Consumer<LedgerOperation> taker) {
        apart.drainTo(taker);
    }

    private void writeTogether(List<LedgerOperation> operations, Collection<Subscription> claimFor)
            throws SQLException {
        Collection<Subscription> claims = claimFor;
        while (triedTogether(operations, claims) != Fault.NONE) {
            Kind failed = transactions.failed();
            if (failed == Kind.CLAIMS || failed == Kind.COMMIT) {
                // Two nodes may have claimed runs of one conversation at once; or somebody holds a lock.
                heldUpClaims.findOut(claims);
                claims = List.of();
            }
            if (failed == Kind.ACCEPTS) {
                accepts.doubt();
            }
            for (Kind suspect : failed == Kind.COMMIT ? Kind.values() : new Kind[] {failed}) {
                apart.add(taken(operations, each -> Kind.of(each) == suspect));
            }
        }
        operations.forEach(LedgerOperation::dropped);
        operations.clear();
        struck = Kind.NOTHING;
    }

    private Fault triedTogether(List<LedgerOperation> operations, Collection<Subscription> claims) throws SQLException {
        try {
            return transactions.tryToWrite(operations, claims);
        } catch (SQLException | RuntimeException e) {
            setApartWhatBreaks(operations, claims);
            throw e;
        }
    }

    /** What breaks one connection after the other must not keep the rest waiting. Of a Write it is known which one does. */
    private void setApartWhatBreaks(List<LedgerOperation> operations, Collection<Subscription> claims) {
        Kind failed = transactions.failed();
        strikes = failed == struck ? strikes + 1 : 1;
        struck = failed;
        if (failed == Kind.WRITES) {
            apart.addFailed(taken(operations, each -> each instanceof Write write && write.hasFailed()));
        } else if (strikes >= MOST_STRIKES && failed == Kind.CLAIMS) {
            heldUpClaims.findOut(claims);
        } else if (strikes >= MOST_STRIKES) {
            accepts.doubt();
            apart.addFailed(taken(operations, each -> Kind.of(each) == failed));
        }
    }

    private static List<LedgerOperation> taken(List<LedgerOperation> operations, Predicate<LedgerOperation> wanted) {
        List<LedgerOperation> taken = new ArrayList<>(operations);
        taken.removeIf(wanted.negate());
        operations.removeIf(wanted);
        return taken;
    }

    @Override
    public Fault tryToWrite(List<LedgerOperation> operations) throws SQLException {
        return transactions.tryToWrite(operations, List.of());
    }

    @Override
    public boolean areAllHeldUp(LedgerOperation example) throws SQLException {
        return example instanceof Accept && !accepts.look();
    }

    @Override
    public boolean isWorthTrying(LedgerOperation example) {
        return !(example instanceof Accept) || !accepts.isFailing();
    }

    /** Nobody may wait for ever for an end that can't be stored as it is: the run is dead, for somebody to decide. */
    @Override
    public boolean refused(LedgerOperation operation) throws SQLException {
        if (operation instanceof End end) {
            String cause =
                    "It ended as '" + end.outcome().state() + "', but the database refused what was to be kept of it.";
            Fault dead = tryToWrite(List.of(new End(end.run(), new Outcome.Dead(cause), null, null, end.result())));
            if (dead != Fault.REFUSED) {
                return dead == Fault.NONE;
            }
        }
        if (operation instanceof Accept accept && accept.routed() != null) {
            // It may be what the router said of it, which then stands in the way of its run and not of the event.
            return tryToWrite(List.of(accept.unrouted())) == Fault.NONE || refused(accept.unrouted());
        }
        LOG.warn("The ledger's database refuses an operation: {}", describe(operation));
        operation.result().completeExceptionally(answer(operation));
        return true;
    }

    /** The caller of a Write knows what to make of values that can't be; a statement that can't be may be put right. */
    private RuntimeException answer(LedgerOperation operation) {
        RuntimeException failure =
                operation instanceof Write write ? write.failure().get() : null;
        return failure != null && transactions.fault(failure) == Fault.REFUSED
                ? failure
                : new LedgerUnavailableException("The database does not take what was to be written.", failure);
    }

    private void say() {
        if (!saidSo && apart.waiting() > 0) {
            saidSo = true;
            LOG.warn(
                    "{} operations of the ledger wait for a lock that somebody else holds in the database, or fail there; all"
                            + " others go on. Who holds it: src/docs/operating.md, Locks",
                    apart.waiting());
        } else if (saidSo && apart.isEmpty()) {
            saidSo = false;
            LOG.info("Nothing is held up in the ledger's database any more");
        }
    }

    private static String describe(LedgerOperation operation) {
        String kind = operation.getClass().getSimpleName();
        return operation instanceof Write write ? kind + " of " + write.feature() : kind;
    }
}
