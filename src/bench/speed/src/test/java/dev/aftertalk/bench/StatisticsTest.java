package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    private static final double[] ONE_TO_HUNDRED =
            IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();

    @Test
    void takesThePercentileOfTheNearestRank() {
        assertThat(Statistics.percentile(ONE_TO_HUNDRED, 0.50)).isEqualTo(50);
        assertThat(Statistics.percentile(ONE_TO_HUNDRED, 0.99)).isEqualTo(99);
        assertThat(Statistics.percentile(ONE_TO_HUNDRED, 1)).isEqualTo(100);
        assertThat(Statistics.percentile(ONE_TO_HUNDRED, 0)).isEqualTo(1);
    }

    @Test
    void takesOneOutlierOfFewForTheirNinetyNinthPercentile() {
        assertThat(Statistics.percentile(new double[] {1, 1, 1, 1, 9}, 0.99)).isEqualTo(9);
        assertThat(Statistics.percentile(new double[] {1, 1, 1, 1, 9}, 0.5)).isEqualTo(1);
    }

    @Test
    void leavesTheOrderOfTheValuesAlone() {
        double[] values = {3, 1, 2};
        Statistics.percentile(values, 0.5);
        assertThat(values).containsExactly(3, 1, 2);
    }

    @Test
    void knowsNothingOfNoValues() {
        assertThat(Statistics.percentile(new double[0], 0.5)).isNaN();
        assertThat(Statistics.median(List.of())).isNaN();
        assertThat(Statistics.median(List.of(Double.NaN))).isNaN();
    }

    @Test
    void takesTheMedianOfAnOddAndAnEvenNumber() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0, 6.0))).isEqualTo(5.5);
    }

    @Test
    void leavesOutOfTheMedianWhatWasNotMeasured() {
        assertThat(Statistics.median(List.of(Double.NaN, 1.0, 5.0, 9.0))).isEqualTo(5);
        assertThat(Statistics.smallest(List.of(Double.NaN, 4.0, 2.0))).isEqualTo(2);
        assertThat(Statistics.largest(List.of(4.0, Double.NaN, 2.0))).isEqualTo(4);
    }

    @Test
    void comparesEachRepetitionWithItsOwnNeighbour() {
        assertThat(Statistics.ratios(List.of(2.0, 30.0, 5.0), List.of(1.0, 10.0, 5.0)))
                .containsExactly(2.0, 3.0, 1.0);
    }

    @Test
    void comparesNothingWithARepetitionThatFailed() {
        assertThat(Statistics.ratios(List.of(2.0, Double.NaN, 5.0, 7.0), List.of(Double.NaN, 10.0, 5.0, 0.0)))
                .containsExactly(1.0);
    }

    @Test
    void tellsTheSpread() {
        assertThat(Statistics.spread(List.of(110.0, 120.0, Double.NaN, 100.0))).isEqualTo(1.2);
    }
}
