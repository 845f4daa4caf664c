package dev.aftertalk.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Path SOURCES = Path.of("src/main/java/dev/aftertalk");

    /** A moment in a field that changes: until when something holds, or when the next one is due. */
    private static final Pattern KEPT_MOMENT = Pattern.compile(
            "private (volatile |static )*(Instant|long|Long) (\\w*(Until|until)|next[A-Z]\\w*)( = [^;]*)?;");

    /** Who hands a clock to what keeps such moments. */
    private static final Pattern GIVES_CLOCK =
            Pattern.compile("new (Throttle|GraphqlTokens|ConversationSchema)\\(|CircuitBreakerConfig\\.custom\\(\\)");

    private static final Pattern MACHINES_CLOCK =
            Pattern.compile("Instant\\.now\\(\\)|System\\.currentTimeMillis\\(\\)|Clock(\\.|::)systemUTC");

    @Test
    void goesOnByWhatHasPassed() {
        AtomicLong nanos = new AtomicLong(-5);
        Instant begin = Instant.parse("2026-11-28T11:00:00Z");
        SteadyClock clock = new SteadyClock(begin, nanos::get);
        assertThat(clock.instant()).isEqualTo(begin);
        nanos.addAndGet(Duration.ofMinutes(90).toNanos());
        assertThat(clock.instant()).isEqualTo("2026-11-28T12:30:00Z");
        assertThat(clock.millis()).isEqualTo(begin.plus(Duration.ofMinutes(90)).toEpochMilli());
    }

    @Test
    void isTheOneByWhichAMomentIsKeptInMemory() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(Files::isRegularFile).map(SteadyClockTest::text))
                    .filteredOn(text -> KEPT_MOMENT.matcher(text).find())
                    .hasSizeGreaterThan(4)
                    .allSatisfy(text -> assertThat(text)
                            .as("set back, the machine's clock would keep this for longer")
                            .doesNotContainPattern(MACHINES_CLOCK));
        }
    }

    @Test
    void isTheOneForWhatWaitsInMemory() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(Files::isRegularFile).map(SteadyClockTest::text))
                    .filteredOn(text -> GIVES_CLOCK.matcher(text).find())
                    .hasSizeGreaterThan(2)
                    .allSatisfy(text -> assertThat(text).contains("SteadyClock").doesNotContain("systemUTC"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
