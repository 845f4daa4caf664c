package dev.aftertalk.care.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Diagnosis.Level;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

    private static final String DATE = "Mon, 30 Nov 2026 12:00:00 GMT";

    private record Given(String name, List<String> further, Work work) implements Examination {

        Given(String name, Work work) {
            this(name, List.of(), work);
        }

        @Override
        public List<String> further(Usage usage) {
            return further;
        }

        @Override
        public void examine(Usage usage, Report report) throws Exception {
            work.with(report);
        }
    }

    private interface Work {
        void with(Report report) throws Exception;
    }

    private static List<Diagnosis> examine(Duration limit, Instant now, Given... all) {
        return new Doctor(limit, Clock.fixed(now, ZoneOffset.UTC))
                .examine(List.of(all), new Usage(List.of(), List.of()));
    }

    @Test
    void leavesWhatHangsAndKeepsWhatItToldBefore() {
        CountDownLatch never = new CountDownLatch(1);

        List<Diagnosis> found = examine(
                Duration.ofSeconds(1),
                Instant.EPOCH,
                new Given("hangs", report -> {
                    report.tell(Diagnosis.ok("hangs", "It was there."));
                    never.await();
                }),
                new Given("answers", report -> report.tell(Diagnosis.ok("answers", "It is there."))));

        assertThat(found.stream().map(each -> each.name() + " " + each.level()))
                .containsExactly("hangs OK", "hangs PROBLEM", "answers OK", "Clock NOT_CHECKED");
        assertThat(found.get(1).found()).isEqualTo("It gave no answer within 1 s.");
    }

    @Test
    void namesWhatWasNotReachedAndWhatHasToBeRightFirst() {
        List<Diagnosis> found = examine(
                Duration.ofSeconds(30),
                Instant.EPOCH,
                new Given("Jira", List.of("Jira project", "Jira fields", "Jira fields"), report -> {
                    report.tell(Diagnosis.ok("Jira", "It is there."));
                    report.tell(Diagnosis.problem("Jira project", "It is not there", "Make it."));
                }),
                new Given("Disk", List.of("Disk of the log"), report -> {
                    throw new IllegalStateException();
                }));

        assertThat(found.stream().map(each -> each.level() + " " + each.name() + ": " + each.found()))
                .containsExactly(
                        "OK Jira: It is there.",
                        "PROBLEM Jira project: It is not there.",
                        "NOT_CHECKED Jira fields: Not looked at: the problem with Jira project has to be solved first.",
                        "PROBLEM Disk: It could not be examined: IllegalStateException.",
                        "NOT_CHECKED Disk of the log: Not looked at: the problem with Disk has to be solved first.",
                        "NOT_CHECKED Clock: " + found.get(5).found());
    }

    @Test
    void singlesOutNoneOfSeveralProblems() {
        List<Diagnosis> found = examine(
                Duration.ofSeconds(30), Instant.EPOCH, new Given("Jira", List.of("Jira fields in A"), report -> {
                    report.tell(Diagnosis.problem("Jira project A", "It is not there", "Make it."));
                    report.tell(Diagnosis.problem("Jira fields in B", "One is missing", "Set it."));
                }));

        assertThat(found.get(2).found()).isEqualTo("Not looked at: the problems with Jira have to be solved first.");
    }

    @Test
    void goesOnWhenAnExaminationFails() {
        List<Diagnosis> found = examine(
                Duration.ofSeconds(30),
                Instant.EPOCH,
                new Given("fails", report -> {
                    throw new IllegalStateException("a secret");
                }),
                new Given("answers", report -> report.tell(Diagnosis.ok("answers", "It is there."))));

        assertThat(found.get(0).level()).isEqualTo(Level.PROBLEM);
        assertThat(found.get(0).found()).contains("IllegalStateException").doesNotContain("a secret");
        assertThat(found.get(1).level()).isEqualTo(Level.OK);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-30T12:00:30Z, OK, within 30 s of those of Jira",
        "2026-11-30T12:00:31Z, WARNING, is 31 s ahead of Jira",
        "2026-11-30T11:59:00Z, WARNING, is 60 s behind Jira"
    })
    void judgesTheClockByThoseOfOthers(Instant now, Level level, String found) {
        Diagnosis clock = examine(Duration.ofSeconds(30), now, new Given("Jira", report -> report.heard("Jira", DATE)))
                .get(0);

        assertThat(clock.level()).isEqualTo(level);
        assertThat(clock.found()).contains(found);
    }

    @Test
    void passesOverTimesThatAreNone() {
        Diagnosis clock = examine(Duration.ofSeconds(30), Instant.EPOCH, new Given("Jira", report -> {
                    report.heard("Jira", "yesterday");
                    report.heard("Jira", null);
                }))
                .get(0);

        assertThat(clock.level()).isEqualTo(Level.NOT_CHECKED);
    }
}
