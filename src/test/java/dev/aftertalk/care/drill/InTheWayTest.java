package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InTheWayTest {

    private static final String BEFORE =
            "There is a drill already, and there can be one at a time: number 7, mail-cut. ";

    private final DrillReport running = TestReports.underWay("mail-cut", DrillRow.RUNNING);
    private final Instant begun = running.begunAt();

    @Test
    void saysForHowLongStillAndHowToEndIt() {
        assertThat(words(running, begun.plusMillis(10_500)))
                .isEqualTo(
                        BEFORE
                                + "Its fault lasts for 0:20 min more. DELETE /api/drills/7 or its page in the console ends it.");
        assertThat(words(TestReports.underWay("mail-cut", DrillRow.RECOVERING), begun.plusSeconds(40)))
                .isEqualTo(
                        BEFORE
                                + "Its fault has ended, and it waits until all has recovered. DELETE /api/drills/7 or its page in the console has it wait no longer.");
    }

    @Test
    void saysOfOneThatHasNotBegunHowToTakeItBack() {
        DrillRow asked =
                new DrillRow(7, "mail-cut", Duration.ofMinutes(1), "anna", begun, DrillRow.ASKED, null, 0, null);

        assertThat(words(asked.told(), begun))
                .isEqualTo(BEFORE
                        + "It has not begun yet. DELETE /api/drills/7 or its page in the console takes it back.");
    }

    /** The drill may be one of the clock, and other servers have others. */
    @Test
    void saysNoTimeThatCanNotBe() {
        assertThat(words(running, begun.minusSeconds(7_200))).contains("lasts for 0:30 min more");
        assertThat(words(running, begun.plusSeconds(7_200))).contains("lasts for 0:00 min more");
    }

    @Test
    void saysThatItIsOverByNow() {
        assertThat(InTheWay.words(Optional.empty())).contains("until just now", "ask again");
    }

    private static String words(DrillReport drill, Instant now) {
        return InTheWay.words(Optional.of(drill), now);
    }
}
