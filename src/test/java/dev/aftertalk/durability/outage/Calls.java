package dev.aftertalk.durability.outage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When a peer was called. */
final class Calls {

    private final Queue<Long> at = new ConcurrentLinkedQueue<>();

    void note() {
        at.add(System.nanoTime());
    }

    long between(long from, long to) {
        return at.stream().filter(each -> each - from >= 0 && each - to < 0).count();
    }

    /** In each whole second of this time. */
    long[] bySecond(long from, long to) {
        long[] counts = new long[Math.max(0, (int) ((to - from) / 1_000_000_000L))];
        at.stream()
                .filter(each -> each - from >= 0)
                .map(each -> (each - from) / 1_000_000_000L)
                .filter(second -> second < counts.length)
                .forEach(second -> counts[second.intValue()]++);
        return counts;
    }
}
