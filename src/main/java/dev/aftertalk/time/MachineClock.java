package dev.aftertalk.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time as this machine's clock shows it, which all of the product asks for here: so a fault drill can have this process see a clock that was set
 * wrong, without touching the machine's. For what must not mind the machine's clock there is {@link SteadyClock}.
 */
public final class MachineClock extends Clock {

    private static final MachineClock CLOCK = new MachineClock(ZoneOffset.UTC);

    private static volatile long stepMillis;

    private final ZoneId zone;

    private MachineClock(ZoneId zone) {
        this.zone = zone;
    }

    /** The one of this process, in UTC. */
    public static Clock get() {
        return CLOCK;
    }

    /** Milliseconds since 1970, as {@link System#currentTimeMillis()}. */
    public static long now() {
        return System.currentTimeMillis() + stepMillis;
    }

    /** From now on this process sees the clock wrong by so much: fast, or slow when negative; zero ends it. */
    public static void step(Duration by) {
        stepMillis = by.toMillis();
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plusMillis(stepMillis);
    }

    @Override
    public long millis() {
        return now();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new MachineClock(zone);
    }
}
