package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Aftertalk cost at each release, as a multiple of what plain Camel did on the same machine: that much of a figure is the same elsewhere.
 *
 * @param releases the newest last
 */
record Kept(List<Release> releases) {

    private static final double ALLOWED = 1.10;

    /** @param costs by figure, times plain Camel's */
    record Release(String name, Map<String, String> machine, Map<String, Double> costs) {}

    /** @throws IllegalArgumentException when there is no such file, or no release in it */
    static Kept read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("There is no " + file + ": --release NAME writes one");
        }
        Kept kept = Results.JSON.readValue(file.toFile(), Kept.class);
        if (kept.releases().isEmpty()) {
            throw new IllegalArgumentException("There is no release in " + file);
        }
        return kept;
    }

    /** Adds a release to the file, or takes the place of the one by that name. */
    static void write(Path file, Release release) throws IOException {
        List<Release> all = new ArrayList<>(Files.exists(file) ? read(file).releases() : List.of());
        all.removeIf(each -> each.name().equals(release.name()));
        all.add(release);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Results.JSON.writeValueAsString(new Kept(all)) + "\n");
    }

    /** @param contender of which the costs are kept: the medians, where they are steady enough for that */
    static Release release(String name, Results results, String contender) {
        Map<String, Double> costs = new LinkedHashMap<>();
        for (Cost cost : Cost.all(results.rates())) {
            double median = Statistics.median(cost.ratios(results, contender, PlainCamelContender.NAME));
            if (cost.kept() && !Double.isNaN(median)) {
                costs.put(cost.figure(), Math.round(median * 1000) / 1000.0);
            }
        }
        return new Release(name, results.machine(), costs);
    }

    /**
     * @param now measured in the same way
     * @return a line for each cost that has grown by more than a tenth since the newest release; what wasn't measured now has no say
     */
    List<String> grown(Release now) {
        Release last = releases.get(releases.size() - 1);
        List<String> lines = new ArrayList<>();
        last.costs().forEach((figure, before) -> {
            Double cost = now.costs().get(figure);
            if (cost != null && cost > before * ALLOWED) {
                lines.add(String.format(
                        Locale.ROOT,
                        "%s has grown by %.0f %%: %.2f times plain Camel's, %.2f at %s",
                        figure,
                        100 * (cost / before - 1),
                        cost,
                        before,
                        last.name()));
            }
        });
        return lines;
    }
}
