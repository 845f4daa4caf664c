package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrillTextTest {

    private static final Instant ENDED = Instant.parse("2026-11-30T20:20:30Z");

    /** Whoever reads it hours later would take it for what is now. */
    @Test
    void saysOfWhatIsOverWhatItWasThen() {
        assertThat(TestReports.open("over", ENDED).text())
                .contains(
                        "Ended:       2026-11-30T20:20:30Z",
                        "Recovered:   not waited for",
                        "smtp open from 2026-11-30T20:20:04Z on, and still at the end of this report: It refuses",
                        "the oldest for 12 s; 53 at the end of this report",
                        "Doubled:     0\n",
                        "Lost:        0")
                .doesNotContain("not yet", "now");
    }

    @Test
    void saysWhatIsKnownOfWhatWasBrokenOff() {
        assertThat(TestReports.open("broken off", null).text())
                .contains(
                        "Ended:       with its server",
                        "Recovered:   not waited for",
                        "Doubled:     0, as far as was seen",
                        "Lost:        not counted")
                .doesNotContain("not yet", "now");
        assertThat(TestReports.unmet("broken off").text()).contains("Waited:      no run, as far as was seen");
    }

    /** Their recipients have seen them twice. */
    @Test
    void doesNotDenyMailsThatWereSentOnceMore() {
        assertThat(TestReports.sentAgain(8).text())
                .contains(
                        "Doubled:     0 beside the mails sent again",
                        "Sent again:  8 mails whose answer was cut, once more: their recipients may have them twice, under the same Message-ID");
        assertThat(TestReports.sentAgain(0).text()).contains("Doubled:     0\n").doesNotContain("again");
    }

    /** They are those of its begin. */
    @ParameterizedTest
    @ValueSource(strings = {"database-away", "disk-full"})
    void tellsNoFiguresWhileNothingCanBeStored(String drill) {
        assertThat(TestReports.underWay(drill, "running").text())
                .contains("Began:", "Figures:     after its end, as nothing can be stored while it lasts")
                .doesNotContain("Calls:", "Events:", "Waited:", "Doubled:");
        assertThat(TestReports.underWay(drill, "recovering").text())
                .contains("Events:      40 received", "Doubled:     0")
                .doesNotContain("Figures:");
    }

    /** A wrong clock, a full disk or a killed server is nothing that calls to other systems meet. */
    @ParameterizedTest
    @ValueSource(strings = {"clock-ahead", "disk-full", "node-killed", "database-away"})
    void saysNothingOfCallsThatMetWhatNoCallMeets(String drill) {
        assertThat(TestReports.underWay(drill, "over").text())
                .contains("Calls:       31 to other systems\n")
                .doesNotContain("met it", "went through", "Seen:");
        assertThat(TestReports.seen(drill, "webhook calls answered 503").text())
                .contains("Seen:        webhook calls answered 503 7\n", "Calls:       31 to other systems\n");
    }

    @Test
    void saysOfWhatIsUnderWayHowItIsNow() {
        assertThat(TestReports.open("running", null).text())
                .contains("Ended:       not yet", "Recovered:   not yet", "20:04Z to now", "53 now")
                .doesNotContain("Lost:", "as far as was seen", "this report");
    }
}
