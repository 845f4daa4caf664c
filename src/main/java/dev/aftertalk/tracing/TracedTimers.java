package dev.aftertalk.tracing;

import dev.aftertalk.connectors.calls.ConnectorTimer;
import dev.aftertalk.connectors.calls.ConnectorTimer.Outcome;
import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.text.LogFields;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** Makes a span of each call that a connector takes the time of, below the attempt that its thread is at work on. */
final class TracedTimers extends ConnectorTimers {

    private final Attempts attempts;

    TracedTimers(MeterRegistry registry, Attempts attempts) {
        super(registry);
        this.attempts = attempts;
    }

    @Override
    public ConnectorTimer of(String connector) {
        ConnectorTimer timer = super.of(connector);
        return (outcome, nanos) -> {
            timer.record(outcome, nanos);
            String error = outcome == Outcome.SUCCESS ? null : outcome.name().toLowerCase(Locale.ROOT);
            attempts.called(
                    LogFields.eventId(),
                    LogFields.workflow(),
                    new Call(connector, MachineClock.get().instant().minusNanos(nanos), null, error));
        };
    }
}
