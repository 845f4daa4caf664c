package dev.aftertalk.sandbox;

import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The API requests that an org may make in 24 hours: what is used comes back bit by bit, as the day rolls on. Past that each request is refused, as
 * Salesforce refuses it, with the header {@code Sforce-Limit-Info} on every answer.
 */
public final class DailyRequests {

    private static final double NANOS_PER_MINUTE = 60e9;

    private final int most;
    private final double perMinute;
    private final LongSupplier nanos;
    private double used;
    private long lookedAt;
    private int refused;

    /** @param perMinute how many come back */
    public DailyRequests(int most, double perMinute) {
        this(most, perMinute, System::nanoTime);
    }

    DailyRequests(int most, double perMinute, LongSupplier nanos) {
        this.most = most;
        this.perMinute = perMinute;
        this.nanos = nanos;
        this.lookedAt = nanos.getAsLong();
    }

    /** Takes one; false when there is none left. */
    synchronized boolean take() {
        goOn();
        if (used + 1 > most) {
            refused++;
            return false;
        }
        used++;
        return true;
    }

    private void goOn() {
        long now = nanos.getAsLong();
        used = Math.max(0, used - (now - lookedAt) / NANOS_PER_MINUTE * perMinute);
        lookedAt = now;
    }

    /** How many are left. */
    public synchronized int left() {
        goOn();
        return (int) (most - used);
    }

    /** How many requests were refused for want of them. */
    public synchronized int refused() {
        return refused;
    }

    /** The answer with the header that tells of them. */
    PeerAnswer on(PeerAnswer answer) {
        return answer.with("Sforce-Limit-Info", "api-usage=" + (most - left()) + "/" + most);
    }

    /** As {@code /limits} tells of them. */
    Map<String, Object> limits() {
        return Map.of("DailyApiRequests", Map.of("Max", most, "Remaining", left()));
    }
}
