package dev.aftertalk.connectors;

import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.ledger.NotCalledException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

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
            real.enter().close(); // without a word of how it went
            return own.enter();
        };
    }
}
