package dev.aftertalk.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes who guesses passwords wait, longer with each guess. Bounded: past its size, who has been quiet the longest is forgotten. */
final class Throttle {

    private static final int SIZE = 20_000;
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    /** Guesses past the free ones that count; more would only make the time longer until they are forgotten. */
    private static final int MOST = 10;

    private static final class Guesses {
        int count;
        long last;
        long until;
        /** What until was before the last attempt. */
        long before;
    }

    private final Map<String, Guesses> guesses = new LinkedHashMap<>(16, 0.75f, true);
    private final int free;
    private final long longest;
    private final Clock clock;

    /**
     * @param free how many attempts an hour need not wait
     * @param longest the longest wait
     */
    Throttle(int free, Duration longest, Clock clock) {
        this.free = free;
        this.longest = longest.toMillis();
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
        if (now < known.until) {
            return Duration.ofMillis(known.until - now);
        }
        leak(known, now);
        known.count = Math.min(known.count + 1, free + MOST);
        known.last = now;
        known.before = known.until;
        if (known.count >= free) {
            long millis = Duration.ofSeconds(1L << (known.count - free)).toMillis();
            known.until = now + Math.min(millis, longest);
        }
        forgetOldest();
        return Duration.ZERO;
    }

    /** Whether the next attempt must wait since the last one was counted. */
    synchronized boolean holdsBack(String key) {
        Guesses known = guesses.get(key);
        return known != null && known.count >= free;
    }

    /** Takes back an attempt that was right after all, or was not looked at. */
    synchronized void takeBack(String key) {
        Guesses known = guesses.get(key);
        if (known != null) {
            known.count = Math.max(0, known.count - 1);
            known.until = known.before;
        }
    }

    /** Forgets the attempt that was right after all, and with it what came before. */
    synchronized void forget(String key) {
        guesses.remove(key);
    }

    /** A single guess now and then, as of many people who share an address, never adds up. */
    private void leak(Guesses known, long now) {
        long quiet = now - known.last;
        long leaked = quiet > FORGOTTEN.toMillis() ? known.count : quiet / (FORGOTTEN.toMillis() / free);
        known.count = (int) Math.max(0, known.count - leaked);
    }

    private void forgetOldest() {
        Iterator<String> oldest = guesses.keySet().iterator();
        while (guesses.size() > SIZE && oldest.hasNext()) {
            oldest.next();
            oldest.remove();
        }
    }
}
