package dev.aftertalk.metrics;

import dev.aftertalk.metrics.StoredFigures.Figure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Shows figures from the database as gauges. They are read apart from the scrape, which so takes no longer when the database is slow. When
 * it is away they are not shown at all: an old figure would look like a good one.
 */
final class StoredGauges implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StoredGauges.class);

    private final MeterRegistry registry;
    private final List<StoredFigures> sources;
    private final Map<Key, Shown> shown = new HashMap<>();
    private volatile double readable = Double.NaN;

    StoredGauges(MeterRegistry registry, List<StoredFigures> sources) {
        this.registry = registry;
        this.sources = sources;
        Gauge.builder("aftertalk.database.readable", this, gauges -> gauges.readable)
                .description("1 while the figures can be read from the database, 0 while they can't")
                .register(registry);
    }

    /** Reads all figures anew. */
    @Override
    public void run() {
        List<Figure> figures = new ArrayList<>();
        try {
            sources.forEach(source -> figures.addAll(source.read()));
            readable = 1;
        } catch (RuntimeException e) {
            if (readable != 0) {
                LOG.warn(
                        "The metrics can't read their figures from the database: {}",
                        NestedExceptionUtils.getMostSpecificCause(e).toString());
            }
            figures.clear();
            readable = 0;
        }
        show(figures);
    }

    private void show(List<Figure> figures) {
        Set<Key> present = new HashSet<>();
        for (Figure figure : figures) {
            Key key = new Key(figure.name(), figure.tags());
            present.add(key);
            shown.computeIfAbsent(key, missing -> new Shown(registry, figure)).value = figure.value();
        }
        shown.entrySet().removeIf(each -> {
            boolean gone = !present.contains(each.getKey());
            if (gone) {
                registry.remove(each.getValue().gauge);
            }
            return gone;
        });
    }

    private record Key(String name, Tags tags) {}

    private static final class Shown {
        private final Gauge gauge;
        private volatile double value;

        Shown(MeterRegistry registry, Figure figure) {
            value = figure.value();
            gauge = Gauge.builder(figure.name(), () -> value)
                    .description(figure.description())
                    .tags(figure.tags())
                    .register(registry);
        }
    }
}
