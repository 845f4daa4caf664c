package dev.aftertalk.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of one contender in one repetition, by name: {@code phase.what}.
 *
 * @param values in the order in which they were measured
 */
record Figures(Map<String, Double> values) {

    Figures() {
        this(new LinkedHashMap<>());
    }

    void put(String name, double value) {
        values.put(name, value);
    }

    /** @return NaN when it wasn't measured */
    double get(String name) {
        Double value = values.get(name);
        return value == null ? Double.NaN : value;
    }

    /** @param milliseconds of which the percentiles are taken */
    void putPercentiles(String name, double[] milliseconds) {
        put(name + ".p50", Statistics.percentile(milliseconds, 0.50));
        put(name + ".p95", Statistics.percentile(milliseconds, 0.95));
        put(name + ".p99", Statistics.percentile(milliseconds, 0.99));
        put(name + ".max", Statistics.percentile(milliseconds, 1));
    }
}
