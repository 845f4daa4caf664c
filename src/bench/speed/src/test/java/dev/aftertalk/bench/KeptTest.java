package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.bench.Kept.Release;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptTest {

    @TempDir
    Path folder;

    @Test
    void allowsACostToGrowByATenth() {
        assertThat(kept(Map.of("w1.cpu", 2.0)).grown(release("now", Map.of("w1.cpu", 2.199))))
                .isEmpty();
    }

    @Test
    void saysWhichCostHasGrownByMore() {
        assertThat(kept(Map.of("w1.cpu", 2.0, "idle.memory", 1.5))
                        .grown(release("now", Map.of("w1.cpu", 2.5, "idle.memory", 0.5))))
                .containsExactly("w1.cpu has grown by 25 %: 2.50 times plain Camel's, 2.00 at 0.2.0");
    }

    @Test
    void comparesWithTheNewestReleaseAlone() {
        Kept kept = new Kept(List.of(release("0.1.0", Map.of("w1.cpu", 1.0)), release("0.2.0", Map.of("w1.cpu", 2.0))));
        assertThat(kept.grown(release("now", Map.of("w1.cpu", 2.0)))).isEmpty();
    }

    @Test
    void saysNothingOfWhatIsNewOrWasNotMeasured() {
        assertThat(kept(Map.of("at300.cpu", 1.0)).grown(release("now", Map.of("w1.cpu", 9.0))))
                .isEmpty();
    }

    @Test
    void keepsOneEntryARelease() throws IOException {
        Path file = folder.resolve("results/ratios.json");
        Kept.write(file, release("0.1.0", Map.of("w1.cpu", 1.0)));
        Kept.write(file, release("0.2.0", Map.of("w1.cpu", 2.0)));
        Kept.write(file, release("0.2.0", Map.of("w1.cpu", 3.0)));
        assertThat(Kept.read(file).releases())
                .containsExactly(release("0.1.0", Map.of("w1.cpu", 1.0)), release("0.2.0", Map.of("w1.cpu", 3.0)));
    }

    @Test
    void saysHowTheFileComesAboutThatIsMissing() {
        assertThatThrownBy(() -> Kept.read(folder.resolve("ratios.json"))).hasMessageContaining("--release");
    }

    @Test
    void takesTheMedianOfTheRatiosAndTurnsRatesIntoTimes() {
        Results results = Results.of(Map.of(), List.of(PlainCamelContender.NAME, "aftertalk"), List.of());
        double[][] cpu = {{1, 2}, {10, 40}, {1, 3}};
        for (int repetition = 1; repetition <= 3; repetition++) {
            results.add(PlainCamelContender.NAME, repetition, figures(cpu[repetition - 1][0], 1000));
            results.add("aftertalk", repetition, figures(cpu[repetition - 1][1], 500));
        }
        assertThat(Kept.release("now", results, "aftertalk").costs()).isEqualTo(Map.of("w1.cpu", 3.0, "w1.mails", 2.0));
    }

    private static Figures figures(double cpu, double mails) {
        Figures figures = new Figures();
        figures.put("w1.cpu", cpu);
        figures.put("w1.mails", mails);
        // not steady enough to be kept
        figures.put("idle.cpu", cpu);
        return figures;
    }

    private static Kept kept(Map<String, Double> costs) {
        return new Kept(List.of(release("0.2.0", costs)));
    }

    private static Release release(String name, Map<String, Double> costs) {
        return new Release(name, Map.of(), costs);
    }
}
