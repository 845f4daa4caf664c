package dev.aftertalk.usecases.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodTest {

    private static final ZoneId PARIS = ZoneId.of("Europe/Paris");
    private static final Instant NOW = Instant.parse("2026-11-22T12:34:56Z");

    @ParameterizedTest
    @CsvSource({"2026-03-28, 24", "2026-03-29, 23", "2026-03-30, 24", "2026-10-25, 25", "2026-10-26, 24"})
    void aDayHasTheHoursThatTheClockGaveIt(String day, int hours) {
        assertThat(lengths(Period.of(day, day, "hour", PARIS, NOW)))
                .hasSize(hours)
                .containsOnly(Duration.ofHours(1));
        assertThat(lengths(Period.of(day, day, "day", PARIS, NOW))).containsExactly(Duration.ofHours(hours));
    }

    @Test
    void daysBeginAtMidnightOnBothSidesOfAClockChange() {
        assertThat(cuts(Period.of("2026-03-28", "2026-03-30", "day", PARIS, NOW)))
                .containsExactly(
                        "2026-03-28T00:00+01:00",
                        "2026-03-29T00:00+01:00",
                        "2026-03-30T00:00+02:00",
                        "2026-03-31T00:00+02:00");
        assertThat(cuts(Period.of("2026-10-24", "2026-10-26", null, PARIS, NOW)))
                .containsExactly(
                        "2026-10-24T00:00+02:00",
                        "2026-10-25T00:00+02:00",
                        "2026-10-26T00:00+01:00",
                        "2026-10-27T00:00+01:00");
    }

    @Test
    void theHourThatIsThereTwiceIsTwoHours() {
        assertThat(cuts(Period.of("2026-10-25T01:00:00+02:00", "2026-10-25T03:00:00+01:00", "hour", PARIS, NOW)))
                .containsExactly(
                        "2026-10-25T01:00+02:00",
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T03:00+01:00");
    }

    @Test
    void beginsADayWhereMidnightIsSkippedWhenTheClockSaysSo() {
        ZoneId beirut = ZoneId.of("Asia/Beirut"); // changes its clocks at midnight
        assertThat(cuts(Period.of("2026-03-28", "2026-03-29", "day", beirut, NOW)))
                .containsExactly("2026-03-28T00:00+02:00", "2026-03-29T01:00+03:00", "2026-03-30T00:00+03:00");
    }

    @Test
    void weeksBeginOnMondayAndMonthsOnTheFirst() {
        assertThat(cuts(Period.of("2026-11-04", "2026-11-17", "week", PARIS, NOW)))
                .containsExactly(
                        "2026-11-04T00:00+01:00",
                        "2026-11-09T00:00+01:00",
                        "2026-11-16T00:00+01:00",
                        "2026-11-18T00:00+01:00");
        assertThat(cuts(Period.of("2026-01-31", "2026-03-31", "month", PARIS, NOW)))
                .containsExactly(
                        "2026-01-31T00:00+01:00",
                        "2026-02-01T00:00+01:00",
                        "2026-03-01T00:00+01:00",
                        "2026-04-01T00:00+02:00");
    }

    @Test
    void aMomentWithinAnHourMakesAShorterPart() {
        assertThat(cuts(Period.of("2026-11-22T10:15:30Z", "2026-11-22T13:00:00 01:00", "hour", PARIS, NOW)))
                .containsExactly("2026-11-22T11:15:30+01:00", "2026-11-22T12:00+01:00", "2026-11-22T13:00+01:00");
    }

    @Test
    void isTheLastSevenDaysWhenNobodySaysMore() {
        Period period = Period.of(null, null, null, PARIS, NOW);
        assertThat(cuts(period)).hasSize(8).startsWith("2026-11-16T00:00+01:00").endsWith("2026-11-22T13:34:56+01:00");
        assertThat(cuts(Period.of(null, "2026-11-22", null, PARIS, NOW)))
                .hasSize(8)
                .startsWith("2026-11-16T00:00+01:00")
                .endsWith("2026-11-23T00:00+01:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-13-01",
                "2026-02-30",
                "22/11/2026",
                "2026-11-22T10:15",
                "1969-01-01",
                "+999999999-12-31"
            })
    void saysWhatToWriteInsteadOfATimeThatIsNone(String wrong) {
        assertThatThrownBy(() -> Period.of(wrong, null, null, PARIS, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from must be a day such as 2026-11-22 or a moment such as 2026-11-22T10:15:30Z");
        assertThatThrownBy(() -> Period.of(null, wrong, null, PARIS, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("to must be");
    }

    @Test
    void refusesTimesInTheWrongOrderAndTooManyParts() {
        assertThatThrownBy(() -> Period.of("2026-11-23", "2026-11-22", null, PARIS, NOW))
                .hasMessageContaining("from must be before to");
        assertThatThrownBy(() -> Period.of("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z", null, PARIS, NOW))
                .hasMessageContaining("from must be before to");
        assertThat(Period.of("2026-01-01", "2026-02-10", "hour", PARIS, NOW).cuts())
                .hasSize(41 * 24 + 1);
        assertThatThrownBy(() -> Period.of("2026-01-01", "2026-02-12", "hour", PARIS, NOW)
                        .cuts())
                .hasMessageContaining("more than 1000 hours: ask for a shorter time or a coarser granularity");
        assertThatThrownBy(() -> Period.of("1970-01-01", "9998-12-31", "hour", PARIS, NOW)
                        .cuts())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Period.of("2026-01-01", null, "Day", PARIS, NOW))
                .hasMessageContaining("granularity must be hour, day, week or month");
    }

    private static List<String> cuts(Period period) {
        return period.cuts().stream()
                .map(cut -> cut.toOffsetDateTime().toString())
                .toList();
    }

    private static List<Duration> lengths(Period period) {
        List<ZonedDateTime> cuts = period.cuts();
        List<Duration> lengths = new ArrayList<>();
        for (int n = 0; n + 1 < cuts.size(); n++) {
            lengths.add(Duration.between(cuts.get(n), cuts.get(n + 1)));
        }
        return lengths;
    }
}
