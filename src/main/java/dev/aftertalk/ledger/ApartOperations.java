package dev.aftertalk.ledger;

import dev.aftertalk.ledger.LedgerOperation.Write;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Operations of which one, or more, could not be written with the others: tried group by group, each time in smaller ones, until those that can
 * be written are and each that can't is alone. That takes no more than a part of the writer's time, so that all other operations go on meanwhile.
 */
final class ApartOperations {

    private static final long MOST_LOST_NANOS = Duration.ofMillis(200).toNanos();
    private static final int REST = 2;
    private static final int MOST_FAILURES_OF_A_WRITE = 3;

    private final Attempt attempt;
    private final Deque<ApartGroup> groups = new ArrayDeque<>();
    private final Deque<ApartGroup> notTried = new ArrayDeque<>();
    private final Deque<ApartGroup> later = new ArrayDeque<>();
    private long lost;
    private long restUntil = System.nanoTime();
    private volatile int waiting;
    private volatile long waitingSince;

    /** @param attempt writes a group */
    ApartOperations(Attempt attempt) {
        this.attempt = attempt;
    }

    /** Writes what is set apart. Each throws what {@link LedgerTransactions#tryToWrite} throws. */
    interface Attempt {

        /** Writes them in one transaction, or says why not, see {@link LedgerTransactions#tryToWrite}. */
        Fault tryToWrite(List<LedgerOperation> operations) throws SQLException;

        /** Whether what holds this one up would hold up any other of its kind. */
        boolean areAllHeldUp(LedgerOperation example) throws SQLException;

        /** False while it is known that this one and others of its kind can't be written. */
        boolean isWorthTrying(LedgerOperation example);

        /** Takes one that the database refuses, whoever it is with. False when it can't be dealt with now. */
        boolean refused(LedgerOperation operation) throws SQLException;
    }

    /** Has them, all of one kind, tried apart from now on, at once for the first time. */
    void add(List<LedgerOperation> operations) {
        if (!operations.isEmpty()) {
            groups.addFirst(ApartGroup.of(operations));
        }
    }

    /** The same for those whose failure broke the connection: the more often they do, the later they are tried again. */
    void addFailed(List<LedgerOperation> operations) {
        if (!operations.isEmpty()) {
            groups.addLast(failed(ApartGroup.of(operations)));
        }
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** How many are known to be held up, or to fail. Any thread may ask. */
    int waiting() {
        return waiting;
    }

    /** For how long the first of them has been waiting. Any thread may ask. */
    Duration longestWait() {
        return waiting == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - waitingSince);
    }

    /** Hands over all that is left. */
    void drainTo(Consumer<LedgerOperation> taker) {
        groups.forEach(group -> group.operations().forEach(taker));
        groups.clear();
        count();
    }

    /** Tries what it is time for: first what is not known to be held up, then what was not tried for longest. */
    void work() throws SQLException {
        boolean rests = System.nanoTime() - restUntil < 0;
        lost = 0;
        try {
            moveBackWhatIsHeldUp();
            for (ApartGroup next = groups.pollFirst(); next != null; next = groups.pollFirst()) {
                ApartGroup group = next.withoutGivenUp();
                if (group.operations().isEmpty()) {
                    continue;
                }
                boolean isWorthTrying = attempt.isWorthTrying(group.operations().get(0));
                if (lost > MOST_LOST_NANOS || !group.isDue(rests) || !isWorthTrying) {
                    notTried.addLast(isWorthTrying ? group : group.heldUp());
                } else {
                    work(group);
                }
            }
        } finally {
            groups.addAll(notTried);
            groups.addAll(later);
            notTried.clear();
            later.clear();
            count();
            if (lost > 0) {
                restUntil = System.nanoTime() + REST * lost;
            }
        }
    }

    private void moveBackWhatIsHeldUp() {
        List<ApartGroup> heldUp = groups.stream().filter(ApartGroup::isHeldUp).toList();
        groups.removeIf(ApartGroup::isHeldUp);
        groups.addAll(heldUp);
    }

    private void work(ApartGroup group) throws SQLException {
        long begun = System.nanoTime();
        boolean held = false;
        try {
            Fault fault = attempt.tryToWrite(group.operations());
            held = fault == Fault.CONFLICT;
            switch (fault) {
                case NONE -> written(group);
                case CONFLICT -> heldUp(group);
                default -> refused(group);
            }
        } catch (SQLException | RuntimeException e) {
            group.parts(false).forEach(part -> later.addLast(part.hasFailed() ? failed(part) : part));
            throw e;
        } finally {
            lost += held ? System.nanoTime() - begun : 0;
        }
    }

    private void written(ApartGroup group) {
        group.operations().forEach(LedgerOperation::dropped);
        if (group.isHeldUp()) {
            letGo(group.kind());
        }
    }

    private void heldUp(ApartGroup group) throws SQLException {
        if (group.isAlone() || attempt.areAllHeldUp(group.operations().get(0))) {
            later.addLast(group.heldUp());
        } else {
            for (ApartGroup part : group.parts(true)) {
                if (part.isHeldUp()) {
                    later.addLast(part);
                } else {
                    groups.addFirst(part);
                }
            }
        }
    }

    private void refused(ApartGroup group) throws SQLException {
        LedgerOperation first = group.operations().get(0);
        if (!group.isAlone()) {
            group.parts(false).forEach(groups::addFirst);
        } else if (attempt.refused(first)) {
            first.dropped();
        } else {
            later.addLast(group.heldUp());
        }
    }

    /** The lock is gone that one waited for: the others may have waited for the same. */
    private void letGo(Kind kind) {
        List<ApartGroup> all = new ArrayList<>();
        Predicate<ApartGroup> alike = group -> group.isHeldUp() && group.kind() == kind;
        for (Deque<ApartGroup> some : List.of(later, notTried, groups)) {
            some.stream().filter(alike).forEach(all::add);
            some.removeIf(alike);
        }
        if (!all.isEmpty()) {
            groups.addFirst(ApartGroup.of(all));
        }
    }

    /** A Write that keeps breaking the connection is given up: its caller may come back with it. */
    private static ApartGroup failed(ApartGroup group) {
        ApartGroup failed = group.failed();
        if (failed.failures() >= MOST_FAILURES_OF_A_WRITE) {
            for (LedgerOperation operation : failed.operations()) {
                if (operation instanceof Write write) {
                    write.result()
                            .completeExceptionally(new LedgerUnavailableException(
                                    "The database fails at what was to be written.",
                                    write.failure().get()));
                }
            }
        }
        return failed;
    }

    private void count() {
        List<ApartGroup> waits = groups.stream().filter(ApartGroup::isWaiting).toList();
        waitingSince = waits.stream().mapToLong(ApartGroup::since).min().orElse(0);
        waiting = waits.stream().mapToInt(group -> group.operations().size()).sum();
    }
}
