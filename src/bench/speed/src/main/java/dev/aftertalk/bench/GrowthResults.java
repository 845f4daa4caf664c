package dev.aftertalk.bench;

import dev.aftertalk.bench.GrowthOptions.Factor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that was measured of how costs grow.
 *
 * @param machine what it was measured on and with
 * @param rates of the open loop
 * @param runs one for each situation and repetition
 * @param failures of those that came to no end
 */
record GrowthResults(Map<String, String> machine, List<Integer> rates, List<Run> runs, List<String> failures) {

    /**
     * One situation, measured once.
     *
     * @param size NaN where it has none
     * @param figures by name, as {@link Figures} has them
     */
    record Run(String factor, String situation, double size, int repetition, Map<String, Double> figures) {}

    static GrowthResults of(Map<String, String> machine, List<Integer> rates) {
        return new GrowthResults(machine, rates, new ArrayList<>(), new ArrayList<>());
    }

    static GrowthResults read(Path file) throws IOException {
        return Results.JSON.readValue(file.toFile(), GrowthResults.class);
    }

    /** Adds what was measured before in all but these situations. */
    void addOthers(GrowthResults before, Map<Factor, List<Situation>> measured) {
        Set<String> names = new HashSet<>();
        measured.forEach((factor, situations) ->
                situations.forEach(situation -> names.add(factor.text() + " " + situation.label())));
        before.runs().stream()
                .filter(run -> !names.contains(run.factor() + " " + run.situation()))
                .forEach(runs::add);
    }

    void add(Factor factor, Situation situation, int repetition, Figures figures) {
        runs.add(new Run(factor.text(), situation.label(), situation.size(), repetition, figures.values()));
    }

    /** @return the smallest first; in the order in which they were measured where there is no size */
    List<String> situations(String factor) {
        return runs.stream()
                .filter(run -> run.factor().equals(factor))
                .sorted(Comparator.comparing(Run::size))
                .map(Run::situation)
                .distinct()
                .toList();
    }

    double size(String factor, String situation) {
        return runs.stream()
                .filter(run -> run.factor().equals(factor) && run.situation().equals(situation))
                .mapToDouble(Run::size)
                .findFirst()
                .orElse(Double.NaN);
    }

    /** @return one a repetition, of those in which it was measured */
    List<Double> values(String factor, String situation, String figure) {
        return runs.stream()
                .filter(run -> run.factor().equals(factor) && run.situation().equals(situation))
                .map(run -> new Figures(run.figures()).get(figure))
                .filter(value -> !value.isNaN())
                .toList();
    }

    void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Results.JSON.writeValueAsString(this) + "\n");
    }
}
