package dev.aftertalk.care.reconcile;

import dev.aftertalk.ledger.RetryableException;

/** Keeps calls apart, so that making up for an outage never weighs on iAdvize. */
final class Pace {

    private final long apart;
    private long next = System.nanoTime();

    Pace(double callsPerSecond) {
        this.apart = (long) (1_000_000_000 / callsPerSecond);
    }

    /** Returns when the next call may be made. */
    void await() {
        long wait = next - System.nanoTime();
        next = Math.max(System.nanoTime(), next) + apart;
        if (wait > 0) {
            try {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RetryableException("The server is stopping.", e);
            }
        }
    }
}
