package dev.aftertalk.care.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class StretchTest {

    @Test
    void isDarkWhereNoNodeListened() {
        assertThat(Stretch.between(
                        List.of(new Stretch(50, 60), new Stretch(0, 20), new Stretch(10, 30), new Stretch(55, 58))))
                .containsExactly(new Stretch(30, 50));
    }

    @Test
    void isNotDarkBeforeTheFirstAndAfterTheLast() {
        assertThat(Stretch.between(List.of())).isEmpty();
        assertThat(Stretch.between(List.of(new Stretch(10, 20), new Stretch(20, 30))))
                .isEmpty();
    }
}
