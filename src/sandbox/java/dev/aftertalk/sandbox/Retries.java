package dev.aftertalk.sandbox;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;

/** iAdvize's retries: 10 s after the first failure, 20 s after the second; then the event is gone. */
class Retries {

    private final Duration first;
    private final DelayQueue<Waiting> waiting = new DelayQueue<>();

    Retries() {
        this(Duration.ofSeconds(10));
    }

    /** @param first the wait before the second try; the one before the third is twice that */
    Retries(Duration first) {
        this.first = first;
    }

    /** @return false when that was the last try */
    boolean again(Try failed) {
        if (failed.number() > 2) {
            return false;
        }
        Try next = new Try(failed.event(), failed.correlationId(), failed.number() + 1);
        waiting.add(new Waiting(next, System.nanoTime() + first.toNanos() * failed.number()));
        return true;
    }

    /** The next try that is due, or null. */
    Try poll() {
        Waiting due = waiting.poll();
        return due == null ? null : due.next();
    }

    int waiting() {
        return waiting.size();
    }

    /** @param number 1 for the first try */
    record Try(SampleEvent event, UUID correlationId, int number) {}

    private record Waiting(Try next, long at) implements Delayed {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
