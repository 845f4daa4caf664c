package dev.aftertalk.metrics;

import dev.aftertalk.scheduling.RepeatedTask;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Has the figures read every few seconds, from the start of the server to its end. */
@Component
class StoredGaugesReader extends RepeatedTask {

    private final StoredGauges gauges;

    StoredGaugesReader(MeterRegistry registry, List<StoredFigures> sources, MetricsSettings settings) {
        super("metrics-reader", Duration.ZERO, settings.pause());
        gauges = new StoredGauges(registry, sources);
    }

    @Override
    protected void run() {
        gauges.run();
    }
}
