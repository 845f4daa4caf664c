package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.aftertalk.bench.Trend.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrendTest {

    @Test
    void findsTheLineThatTheValuesLieOn() {
        Trend trend = Trend.of(List.of(new Point(0.5, 10), new Point(1, 12), new Point(2, 16)));
        assertThat(trend.perHour()).isCloseTo(4, within(1e-9));
        assertThat(trend.error()).isCloseTo(0, within(1e-6));
        assertThat(trend.first()).isEqualTo(10);
        assertThat(trend.last()).isEqualTo(16);
        assertThat(trend.mean()).isCloseTo(38 / 3.0, within(1e-9));
        assertThat(trend.shareAnHour()).isCloseTo(4 / (38 / 3.0), within(1e-9));
    }

    @Test
    void saysHowSureTheSlopeIs() {
        Trend trend = Trend.of(List.of(new Point(0, 1), new Point(1, 1), new Point(2, 2)));
        assertThat(trend.perHour()).isCloseTo(0.5, within(1e-9));
        assertThat(trend.error()).isCloseTo(Math.sqrt(1.0 / 6 / 2), within(1e-9));
    }

    @Test
    void fallsWhereTheValuesDo() {
        assertThat(Trend.of(List.of(new Point(1, 5), new Point(2, 3))).perHour())
                .isCloseTo(-2, within(1e-9));
    }

    @Test
    void isFlatWhereNothingChanges() {
        Trend trend = Trend.of(List.of(new Point(1, 7), new Point(2, 7), new Point(3, 7)));
        assertThat(trend.perHour()).isZero();
        assertThat(trend.error()).isZero();
        assertThat(trend.shareAnHour()).isZero();
    }

    @Test
    void leavesOutWhatWasNotMeasured() {
        Trend trend =
                Trend.of(List.of(new Point(0, Double.NaN), new Point(1, 2), new Point(2, 4), new Point(3, Double.NaN)));
        assertThat(trend.first()).isEqualTo(2);
        assertThat(trend.last()).isEqualTo(4);
        assertThat(trend.perHour()).isCloseTo(2, within(1e-9));
    }

    @Test
    void saysNothingOfTooFew() {
        assertThat(Trend.of(List.of()).perHour()).isNaN();
        assertThat(Trend.of(List.of(new Point(1, 5))).perHour()).isNaN();
        assertThat(Trend.of(List.of(new Point(1, 5), new Point(2, 6))).error()).isNaN();
        assertThat(Trend.of(List.of(new Point(1, 0), new Point(2, 0))).shareAnHour())
                .isNaN();
    }
}
