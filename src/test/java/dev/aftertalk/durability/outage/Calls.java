package dev.aftertalk.durability.outage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** When a peer was called. */
final class Calls {

    private final Queue<Long> at = new ConcurrentLinkedQueue<>();

    void note() {
        at.add(System.nanoTime());
    }

    double perSecond(Stretch time) {
        return at.stream().filter(time::holds).count() / time.seconds();
    }

    /** In each whole second of this time, in nanoseconds. */
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
