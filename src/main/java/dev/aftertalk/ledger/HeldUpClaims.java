package dev.aftertalk.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Workflows whose runs can't be claimed with those of the others, since somebody holds what that takes or the database fails at it: claimed for
 * one by one, now and then, so that all others go on.
 */
final class HeldUpClaims {

    private static final long MOST_LOST_NANOS = Duration.ofMillis(200).toNanos();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final int MOST_DOUBLINGS = 7;

    private final LedgerTransactions transactions;
    private final Map<Subscription, Pause> heldUp = new LinkedHashMap<>();

    HeldUpClaims(LedgerTransactions transactions) {
        this.transactions = transactions;
    }

    /** When to try next, by {@link System#nanoTime}, after so many failures in a row. */
    private record Pause(int failures, long until) {

        private static final Pause NONE = new Pause(0, System.nanoTime());

        private Pause longer() {
            long nanos = FIRST_PAUSE.toNanos() << Math.min(failures, MOST_DOUBLINGS);
            return new Pause(failures + 1, System.nanoTime() + nanos);
        }

        private boolean isOver() {
            return System.nanoTime() - until >= 0;
        }
    }

    /** Those of the workflows that nothing is known to hold up. */
    Collection<Subscription> others(Collection<Subscription> all) {
        if (heldUp.isEmpty()) {
            return all;
        }
        heldUp.keySet().retainAll(all);
        List<Subscription> others = new ArrayList<>(all);
        others.removeAll(heldUp.keySet());
        return others;
    }

    /** Has each of these claimed for alone, to see which one it is. */
    void findOut(Collection<Subscription> suspects) {
        suspects.forEach(suspect -> heldUp.put(suspect, Pause.NONE));
    }

    /** Claims for those it is time for. */
    void work() throws SQLException {
        long lost = 0;
        for (Subscription subscription : List.copyOf(heldUp.keySet())) {
            Pause pause = heldUp.get(subscription);
            if (pause.isOver() && lost <= MOST_LOST_NANOS) {
                long begun = System.nanoTime();
                heldUp.put(subscription, pause.longer());
                if (transactions.tryToWrite(List.of(), List.of(subscription)) == Fault.NONE) {
                    heldUp.remove(subscription);
                } else {
                    lost += System.nanoTime() - begun;
                }
            }
        }
    }
}
