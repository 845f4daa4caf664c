package dev.aftertalk.ledger;

import java.security.SecureRandom;

/**
 * Numbers for events that grow with time, without asking the database: 41 bits of milliseconds since 2020 (enough until
 * 2089), 10 of a number drawn at start, 12 of a counter. Two nodes that draw the same number and count the same in the same millisecond collide; the database then refuses the second
 * event, which is stored under its next number.
 */
final class Sequence {

    private static final long EPOCH = 1_577_836_800_000L;
    private static final int COUNTER_BITS = 12;
    private static final int NODE_BITS = 10;

    private final long nodeBits = (long) new SecureRandom().nextInt(1 << NODE_BITS) << COUNTER_BITS;
    private long lastMillis = EPOCH;
    private int counter;

    /** @param now milliseconds since 1970; a clock that goes back is ignored */
    long next(long now) {
        if (now > lastMillis) {
            lastMillis = now;
            counter = 0;
        } else if (++counter == 1 << COUNTER_BITS) {
            lastMillis++;
            counter = 0;
        }
        return (lastMillis - EPOCH) << (NODE_BITS + COUNTER_BITS) | nodeBits | counter;
    }
}
