package dev.aftertalk.mcp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Lets each token have one thing done in a while, so that none keeps the server busy. It knows only those that had something done within that. */
final class Turns {

    private final Duration between;
    private final Clock clock;
    private final Map<String, Instant> next = new HashMap<>();

    Turns(Duration between, Clock clock) {
        this.between = between;
        this.clock = clock;
    }

    /**
     * Takes the turn of a token.
     *
     * @throws IllegalArgumentException when it has had its turn, saying when the next one is
     */
    synchronized void take(String who) {
        Instant now = clock.instant();
        next.values().removeIf(then -> !then.isAfter(now));
        Instant then = next.putIfAbsent(who, now.plus(between));
        if (then != null) {
            throw new IllegalArgumentException("A token without the scope edit has this done once in "
                    + between.toSeconds() + " seconds: ask again in "
                    + Math.max(1, Duration.between(now, then).plusMillis(999).toSeconds()) + " seconds.");
        }
    }
}
