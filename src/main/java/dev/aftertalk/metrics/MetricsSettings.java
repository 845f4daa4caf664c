package dev.aftertalk.metrics;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the metrics are made: {@code aftertalk.metrics.*}. A setting that can't be right stops the start.
 *
 * @param pause between two readings of the figures that stand in the database
 */
@ConfigurationProperties("aftertalk.metrics")
record MetricsSettings(@DefaultValue("10s") Duration pause) {

    MetricsSettings {
        if (pause.toMillis() < 100) {
            throw new IllegalArgumentException("aftertalk.metrics.pause must be 100ms or more, such as 10s");
        }
    }
}
