package dev.aftertalk.connectors;

import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.ledger.NotCalledException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/**
 * Guards for calls that nobody waits for but people, such as those of a rehearsal. Who is paused or left alone is not called by them either, and
 * they take their turn in the same rate limit; how their calls went opens circuit breakers of their own, and none of what runs.
 */
public final class OnlookersGuards extends Guards {

    private final Guards running;

    /** @param running those of what runs */
    public OnlookersGuards(ResilienceSettings settings, Guards running) {
        super(settings, new SimpleMeterRegistry());
        this.running = running;
    }

    @Override
    public Guard of(String connector, String system) {
        Guard real = running.of(connector, system);
        Guard own = super.of(connector + " of a rehearsal", system);
        return () -> {
            if (!running.state(connector).equals("closed")) { // the one call that tries it is no onlooker's
                throw NotCalledException.until(connector, system + " is down, and what runs does not call it for now");
            }
            Guard.Call counted = real.enter();
            try {
                return new Looked(own.enter(), counted);
            } catch (RuntimeException e) {
                counted.close();
                throw e;
            }
        };
    }

    /**
     * A call of onlookers.
     *
     * @param own what is told how it went
     * @param real what runs hears nothing of that, but for how long no call is taken
     */
    private record Looked(Guard.Call own, Guard.Call real) implements Guard.Call {

        @Override
        public void answered() {
            own.answered();
        }

        @Override
        public void failed(String why) {
            own.failed(why);
        }

        @Override
        public void refused(String why) {
            own.refused(why);
        }

        @Override
        public void noneFor(Duration time) {
            real.noneFor(time);
        }

        @Override
        public void close() {
            own.close();
            real.close();
        }
    }
}
