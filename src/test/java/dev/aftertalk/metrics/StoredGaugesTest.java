package dev.aftertalk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.metrics.StoredFigures.Figure;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class StoredGaugesTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private List<Figure> figures = List.of();
    private boolean away;
    private final StoredGauges gauges = new StoredGauges(registry, List.of(() -> {
        if (away) {
            throw new DataAccessResourceFailureException("away");
        }
        return figures;
    }));

    @Test
    void showsTheLatestFigures() {
        figures = List.of(figure("a", 1), figure("b", 2));
        gauges.run();
        figures = List.of(figure("a", 3));
        gauges.run();
        assertThat(shown("a").value()).isEqualTo(3);
        assertThat(shown("b")).isNull();
        assertThat(registry.get("aftertalk.database.readable").gauge().value()).isEqualTo(1);
    }

    @Test
    void showsNoOldFiguresWhileTheDatabaseIsAway() {
        figures = List.of(figure("a", 1));
        gauges.run();
        away = true;
        gauges.run();
        assertThat(shown("a")).isNull();
        assertThat(registry.get("aftertalk.database.readable").gauge().value()).isZero();

        away = false;
        gauges.run();
        assertThat(shown("a").value()).isEqualTo(1);
        assertThat(registry.get("aftertalk.database.readable").gauge().value()).isEqualTo(1);
    }

    private Gauge shown(String tag) {
        return registry.find("test").tag("of", tag).gauge();
    }

    private static Figure figure(String tag, double value) {
        return new Figure("test", "a figure", Tags.of("of", tag), value);
    }
}
