package dev.aftertalk.security;

import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes who guesses passwords wait, longer with each guess. Bounded: past its size, who has been quiet the longest is forgotten. */
final class Throttle {

    private static final int SIZE = 20_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private static final class Guesses {
        int count;
        long last;
        long until;
    }

    private final Map<String, Guesses> guesses = new LinkedHashMap<>(16, 0.75f, true);
    private final int free;
    private final Clock clock;

    /** @param free how many attempts need not wait */
    Throttle(int free, Clock clock) {
        this.free = free;
        this.clock = clock;
    }

    /**
     * Counts an attempt as a wrong one, before it is known, so that many at once don't slip through.
     *
     * @return how long to wait before the next attempt; zero: go on
     */
    synchronized Duration attempt(String key) {
        long now = clock.millis();
        Guesses known = guesses.computeIfAbsent(key, k -> new Guesses());
        if (now - known.last > FORGOTTEN.toMillis()) {
            known.count = 0;
        }
        if (now < known.until) {
            return Duration.ofMillis(known.until - now);
        }
        known.count++;
        known.last = now;
        if (known.count >= free) {
            long seconds = 1L << Math.min(known.count - free, 20);
            known.until = now + Math.min(Duration.ofSeconds(seconds).toMillis(), LONGEST.toMillis());
        }
        forgetOldest();
        return Duration.ZERO;
    }

    /** Takes back the attempt that was right after all, and with it what came before. */
    synchronized void forget(String key) {
        guesses.remove(key);
    }

    private void forgetOldest() {
        Iterator<String> oldest = guesses.keySet().iterator();
        while (guesses.size() > SIZE && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
