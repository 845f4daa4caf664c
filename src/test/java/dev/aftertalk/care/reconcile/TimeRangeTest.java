package dev.aftertalk.care.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimeRangeTest {

    @Test
    void isDarkWhereNoNodeListened() {
        assertThat(TimeRange.between(List.of(
                        new TimeRange(50, 60), new TimeRange(0, 20), new TimeRange(10, 30), new TimeRange(55, 58))))
                .containsExactly(new TimeRange(30, 50));
    }

    @Test
    void isNotDarkBeforeTheFirstAndAfterTheLast() {
        assertThat(TimeRange.between(List.of())).isEmpty();
        assertThat(TimeRange.between(List.of(new TimeRange(10, 20), new TimeRange(20, 30))))
                .isEmpty();
    }
}
