package dev.aftertalk.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Has the figures read every few seconds, from the start of the server to its end. */
@Component
class StoredGaugesReader implements SmartLifecycle {

    private final StoredGauges gauges;
    private final Duration pause;
    private volatile ScheduledExecutorService thread;

    StoredGaugesReader(MeterRegistry registry, List<StoredFigures> sources, MetricsSettings settings) {
        pause = settings.pause();
        gauges = new StoredGauges(registry, sources);
    }

    @Override
    public void start() {
        thread = Executors.newSingleThreadScheduledExecutor(StoredGaugesReader::daemon);
        thread.scheduleWithFixedDelay(gauges, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        thread.shutdownNow();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private static Thread daemon(Runnable task) {
        Thread reader = new Thread(task, "metrics-reader");
        reader.setDaemon(true);
        return reader;
    }
}
