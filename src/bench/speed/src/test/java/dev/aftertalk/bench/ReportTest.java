package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String LABEL = "| Waits for the disk (syncs) an event ";

    private final Results results = Results.of(Map.of(), List.of(PlainCamelContender.NAME, "aftertalk"), List.of(30));

    @Test
    void saysOfEachPhaseHowOftenAnEventWaitedForTheDisk() {
        add(PlainCamelContender.NAME, 1, Map.of("w0.syncs", 0.0, "w1.syncs", 0.0, "at30.syncs", 0.0));
        add("aftertalk", 1, Map.of("w0.syncs", 0.25, "w1.syncs", 0.5, "at30.syncs", 3.0));
        add("aftertalk", 2, Map.of("w0.syncs", 0.35, "w1.syncs", 0.7, "at30.syncs", 4.0));
        assertThat(new Report(results).markdown().lines().filter(line -> line.startsWith(LABEL)))
                .containsExactly(
                        LABEL + "| 0.00 (0.00..0.00) | 0.30 (0.25..0.35) |",
                        LABEL + "| 0.00 (0.00..0.00) | 0.60 (0.50..0.70) |",
                        LABEL + "| 0.00 (0.00..0.00) | 3.50 (3.00..4.00) |");
    }

    @Test
    void saysNothingWhereNobodyCountedThem() {
        add("aftertalk", 1, Map.of("w0.syncs", Double.NaN));
        assertThat(new Report(results).markdown()).contains(LABEL + "| – | – |");
    }

    private void add(String contender, int repetition, Map<String, Double> values) {
        results.add(contender, repetition, new Figures(values));
    }
}
