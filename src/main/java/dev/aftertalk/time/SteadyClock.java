package dev.aftertalk.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The time of this machine as it goes on since the start, whatever becomes of the machine's clock. For what is kept in memory until a moment:
 * set back by an hour, the machine's clock would keep a refused login, an open circuit breaker or a remembered answer for an hour more.
 * What is stored, or comes from outside, is compared with the machine's clock all the same.
 */
public final class SteadyClock extends Clock {

    private static final SteadyClock CLOCK = new SteadyClock(Instant.now(), System::nanoTime);

    private final Instant begin;
    private final LongSupplier nanos;
    private final long beginNanos;

    /** @param nanos what goes on by one each nanosecond, and never back */
    SteadyClock(Instant begin, LongSupplier nanos) {
        this.begin = begin;
        this.nanos = nanos;
        this.beginNanos = nanos.getAsLong();
    }

    /** The one of this process. */
    public static Clock get() {
        return CLOCK;
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(nanos.getAsLong() - beginNanos);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
