package dev.aftertalk.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PacedLineTest {

    /** Near the end of what a long holds, over which the time of a machine may go at any moment. */
    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

    private final PacedLine line = new PacedLine(Duration.ofMinutes(1), now::get);
    private final List<Long> written = new CopyOnWriteArrayList<>();

    @Test
    void isWrittenAtOnceAndThenWhenItsTimeHasCome() {
        write(1);
        pass(Duration.ofSeconds(59));
        write(1);
        assertThat(written).containsExactly(0L);
        pass(Duration.ofSeconds(1));
        write(1);
        assertThat(written).containsExactly(0L, 1L);
    }

    @Test
    void saysHowManyWereLeftOutSinceTheLastOne() {
        write(1000);
        pass(Duration.ofHours(1));
        write(1);
        pass(Duration.ofMinutes(1));
        write(1);
        assertThat(written).containsExactly(0L, 999L, 0L);
    }

    @Test
    void isWrittenOnceHoweverManyCauseItAtTheSameTime() {
        IntStream.range(0, 10_000).parallel().forEach(n -> line.write(written::add));
        pass(Duration.ofMinutes(1));
        write(1);
        assertThat(written).hasSize(2);
        assertThat(written.get(0) + written.get(1)).isEqualTo(9_999);
    }

    private void write(int times) {
        for (int n = 0; n < times; n++) {
            line.write(written::add);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
