package dev.aftertalk.ledger;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What becomes of a run whose server ended while it worked on it. It goes again: at once the first time; after that a while later, apart from
 * those that were at work beside it, so that a run that ends every server does not take the same others with it each time, and shows itself.
 *
 * @param most how often in a row
 */
record Interruptions(int most) {

    private static final long FIRST_MILLIS = 5_000;
    private static final long LONGEST_MILLIS = 300_000;

    /** Whether it must not go again. */
    boolean isTooMany(int times) {
        return times > most;
    }

    /** How long it waits, in milliseconds. */
    long delay(int times) {
        if (times <= 1) {
            return 0;
        }
        long grown = Math.min(FIRST_MILLIS << Math.min(times - 2, 10), LONGEST_MILLIS);
        return ThreadLocalRandom.current().nextLong(grown / 2, grown * 3 / 2);
    }

    /** Why it is dead. */
    static String cause(int times) {
        return "Interrupted " + times
                + " times in a row by the end of the server, which it may itself have caused (memory, a crash):"
                + " look at how the servers ended before you have it run again.";
    }
}
