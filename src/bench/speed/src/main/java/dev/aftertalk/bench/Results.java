package dev.aftertalk.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that was measured.
 *
 * @param machine what it was measured on and with
 * @param contenders in the order in which they were named, plain Camel first
 * @param rates of the open loop
 * @param runs one for each contender and repetition
 * @param failures of repetitions that came to no end
 */
record Results(
        Map<String, String> machine,
        List<String> contenders,
        List<Integer> rates,
        List<Run> runs,
        List<String> failures) {

    static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** @param figures by name, as {@link Figures} has them */
    record Run(String contender, int repetition, Map<String, Double> figures) {}

    static Results of(Map<String, String> machine, List<String> contenders, List<Integer> rates) {
        return new Results(machine, contenders, rates, new ArrayList<>(), new ArrayList<>());
    }

    void add(String contender, int repetition, Figures figures) {
        runs.add(new Run(contender, repetition, figures.values()));
    }

    int repetitions() {
        return runs.stream().mapToInt(Run::repetition).max().orElse(0);
    }

    /** @return one a repetition; NaN where it wasn't measured */
    List<Double> values(String contender, String figure) {
        List<Double> values = new ArrayList<>();
        for (int repetition = 1; repetition <= repetitions(); repetition++) {
            values.add(value(contender, repetition, figure));
        }
        return values;
    }

    private double value(String contender, int repetition, String figure) {
        return runs.stream()
                .filter(run -> run.contender().equals(contender) && run.repetition() == repetition)
                .findFirst()
                .map(run -> new Figures(run.figures()).get(figure))
                .orElse(Double.NaN);
    }

    /** @return in all repetitions together; 0 where it wasn't measured */
    long sum(String contender, String figure) {
        return Math.round(values(contender, figure).stream()
                .filter(value -> !value.isNaN())
                .mapToDouble(Double::doubleValue)
                .sum());
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }
}
