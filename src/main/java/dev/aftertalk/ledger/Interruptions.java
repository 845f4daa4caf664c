package dev.aftertalk.ledger;

import java.util.concurrent.ThreadLocalRandom;

/**
 * What becomes of a run whose server ended while it worked on it. It goes again: at once the first time; after that a while later, apart from
 * those that were at work beside it, so that a run that ends every server does not take the same others with it each time, and shows itself.
 * From {@link #isSuspect the third time} on it goes as {@link Suspects} has it, so that whatever else ends servers is not put down to it.
 *
 * @param most how often in a row
 */
record Interruptions(int most) {

    private static final int SUSPICIOUS = 3;
    private static final long FIRST_MILLIS = 5_000;
    private static final long LONGEST_MILLIS = 300_000;

    /** Whether it must not go again. */
    boolean isTooMany(int times) {
        return times > most;
    }

    /** Whether it may be what ends servers, and is to be tried with care. Nothing is given up that was not. */
    boolean isSuspect(int times) {
        return times >= Math.min(SUSPICIOUS, most);
    }

    /** How long it waits, in milliseconds. */
    long delay(int times) {
        if (times <= 1) {
            return 0;
        }
        long grown = Math.min(FIRST_MILLIS << Math.min(times - 2, 10), LONGEST_MILLIS);
        return ThreadLocalRandom.current().nextLong(grown / 2, grown * 3 / 2);
    }

    /**
     * What is to be said of it.
     *
     * @param otherwise what is said of a run that is not suspected of anything
     */
    String cause(int times, String otherwise) {
        if (isTooMany(times)) {
            return "Interrupted " + times
                    + " times in a row by the end of the server, which it may itself have caused (memory, a crash):"
                    + " look at how the servers ended before you have it run again.";
        }
        return isSuspect(times)
                ? "The server ended " + times
                        + " times in a row while it was running. It goes again, with no other such run"
                        + " beside it, on a server that has been up for a while."
                : otherwise;
    }
}
