package dev.aftertalk.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.bench.SoakOutages.Outage;
import dev.aftertalk.bench.SoakSampler.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakReportTest {

    private static final SoakMails RIGHT = new SoakMails(360_000, 0, 0, 0, 0, 0, List.of());

    @Test
    void tellsTheSlopesAfterTheWarmUpAndWithoutOutages() {
        List<Sample> samples = List.of(
                sample(0.1, false, 500),
                sample(0.5, false, 100),
                sample(0.75, true, 9000),
                sample(1.0, false, 101),
                sample(1.5, false, 102));
        assertThat(report(samples, RIGHT, List.of()).markdown())
                .contains("| Threads | 100 | 102 | 101 | +2.000 ± 0.000 | +1.98 % |")
                .contains("| Open files | – | – | – | – | – |");
    }

    @Test
    void tellsWhatWasLostAndWhatTheLedgerSaysOfIt() {
        SoakMails wrong = new SoakMails(1000, 5, 1, 2, 3, 0, List.of("lost, event abc: dead: nobody there"));
        assertThat(report(List.of(), wrong, List.of()).markdown())
                .contains("| with edits and outages, 2 h | 1,000 | 5 | 1 | 2 | 3 | 0 |")
                .contains("- lost, event abc: dead: nobody there");
    }

    @Test
    void isRightOnlyWhenNothingWasLostDoubledOrNotDeployed() {
        assertThat(results(List.of(), RIGHT, List.of()).isRight()).isTrue();
        assertThat(results(List.of(), new SoakMails(9, 0, 0, 0, 1, 0, List.of()), List.of())
                        .isRight())
                .isTrue();
        assertThat(results(List.of(), new SoakMails(9, 0, 1, 0, 0, 0, List.of()), List.of())
                        .isRight())
                .isFalse();
        assertThat(results(List.of(), new SoakMails(9, 0, 0, 1, 0, 0, List.of()), List.of())
                        .isRight())
                .isFalse();
        assertThat(results(List.of(), new SoakMails(9, 0, 0, 0, 0, 1, List.of()), List.of())
                        .isRight())
                .isFalse();
        assertThat(results(List.of(), RIGHT, List.of("Edit 7 is not deployed")).isRight())
                .isFalse();
    }

    @Test
    void writesBothFiles(@TempDir Path folder) throws IOException {
        results(List.of(sample(1, false, 100)), RIGHT, List.of()).write(folder.resolve("new"));
        assertThat(Files.readString(folder.resolve("new/soak.md")))
                .contains("10 of 10 edits", "| 20.0 | 3000 | 12.5 |");
        assertThat(Results.JSON
                        .readTree(folder.resolve("new/soak.json").toFile())
                        .at("/steady/samples/0/figures/threads")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void takesOnlyWhatTheLedgerSaysItDidAgainForSentOnceMore() {
        assertThat(new SoakApi.MailRun(
                                "done", "Done again: an earlier attempt ended before the result of this was known: x")
                        .isSentOnceMore())
                .isTrue();
        assertThat(new SoakApi.MailRun("done", "").isSentOnceMore()).isFalse();
        assertThat(new SoakApi.MailRun("dead", "Done again: ").isSentOnceMore()).isFalse();
    }

    private static Sample sample(double hour, boolean disturbed, double threads) {
        return new Sample(hour, disturbed, Map.of("threads", threads));
    }

    private static SoakReport report(List<Sample> samples, SoakMails mails, List<String> failures) {
        return new SoakReport(results(samples, mails, failures));
    }

    private static SoakResults results(List<Sample> samples, SoakMails mails, List<String> failures) {
        SoakResults.Steady steady = new SoakResults.Steady(
                7200,
                samples,
                SoakResults.trends(samples, Duration.ofMinutes(10)),
                10,
                List.of(400.0, 410.0, 420.0, 400.0, 410.0, 420.0, 400.0, 410.0, 420.0, 900.0),
                List.of(new Outage(20, 3000, 12.5)),
                mails,
                List.of(),
                failures);
        return new SoakResults(Map.of("Java", "17"), steady, null);
    }
}
