package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aftertalk.bench.Fit.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitTest {

    @Test
    void findsTheLineThatTheValuesLieOn() {
        Fit fit = Fit.of(List.of(new Point(10, 3), new Point(100, 5), new Point(1000, 7)));
        assertThat(fit.perDecade()).isCloseTo(2, within(1e-9));
        assertThat(fit.explained()).isCloseTo(1, within(1e-9));
    }

    @Test
    void goesBetweenValuesThatLieOnNone() {
        Fit fit = Fit.of(List.of(new Point(10, 1), new Point(10, 3), new Point(100, 3), new Point(100, 5)));
        assertThat(fit.perDecade()).isCloseTo(2, within(1e-9));
        assertThat(fit.explained()).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        Fit fit = Fit.of(List.of(new Point(10, 3), new Point(100, Double.NaN), new Point(1000, 7)));
        assertThat(fit.perDecade()).isCloseTo(2, within(1e-9));
    }

    @Test
    void saysNothingOfOneSize() {
        assertThat(Fit.of(List.of(new Point(10, 3), new Point(10, 4))).perDecade())
                .isNaN();
        assertThat(Fit.of(List.of()).perDecade()).isNaN();
    }

    @Test
    void explainsNothingWhereNothingDiffers() {
        Fit fit = Fit.of(List.of(new Point(10, 3), new Point(100, 3)));
        assertThat(fit.perDecade()).isZero();
        assertThat(fit.explained()).isNaN();
    }
}
