package dev.aftertalk.care.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.commands.ReconcileCommand;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptEventsTest {

    private static final long NOW = Instant.parse("2026-06-30T00:00:00Z").toEpochMilli();

    @Test
    void refusesATimeWhoseEventsMayBeDeleted() {
        KeptEvents kept = new KeptEvents(Duration.ofDays(10));
        long earliest = Instant.parse("2026-06-21T00:00:00Z").toEpochMilli();

        assertThat(kept.earliest(NOW)).isEqualTo(earliest);
        assertThatCode(() -> kept.check("--from", earliest, NOW)).doesNotThrowAnyException();
        assertThatThrownBy(() -> kept.check("--from", earliest - 1, NOW))
                .hasMessageStartingWith("--from must be 2026-06-21T00:00:00Z or later")
                .hasMessageContaining("retention.events");
    }

    @Test
    void refusesNothingWhereEventsAreKeptForEver() {
        assertThatCode(() -> new KeptEvents(null).check("--from", 0, NOW)).doesNotThrowAnyException();
        assertThatCode(() -> new KeptEvents(Duration.ZERO).check("--from", 0, NOW))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "90d, --from must be",
        "' 90 D ', --from must be",
        "P90D, --from must be",
        "noventa, 'retention.events is \"noventa\"; it may be a time such as 500ms, 30s, 10m, 2h, 1d or 1h30m'"
    })
    void theCommandReadsTheSettingAsTheServerDoes(String kept, String message) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream usual = System.err;
        System.setErr(new PrintStream(said));
        try {
            assertThat(ReconcileCommand.run(
                            "--from=2020-01-01T00:00:00Z",
                            "--to=2020-01-01T01:00:00Z",
                            "--retention.events=" + kept,
                            "--spring.datasource.url=jdbc:sqlite::memory:"))
                    .isEqualTo(2);
        } finally {
            System.setErr(usual);
        }
        assertThat(said.toString()).contains(message).doesNotContain("\tat ");
    }
}
