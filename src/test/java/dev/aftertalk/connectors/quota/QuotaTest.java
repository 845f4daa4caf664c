package dev.aftertalk.connectors.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.WaitingException;
import dev.aftertalk.testing.MovableClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private final MovableClock clock = new MovableClock();
    private final Quota quota = new Quota(
            "salesforce", "Salesforce", new QuotaSettings(Set.of("ticket"), Set.of("survey"), 40, 20, 3), clock);
    private int runs;
    private long entered;

    /** Of so many runs that make one call each, how many were let through. */
    private int admitted(Priority priority, int calls) {
        int admitted = 0;
        for (int i = 0; i < calls; i++) {
            if (mayCall("run " + runs++, priority)) {
                admitted++;
                answered();
            }
        }
        return admitted;
    }

    private boolean mayCall(String run, Priority priority) {
        try {
            entered = quota.enter(run, priority);
            return true;
        } catch (WaitingException e) {
            assertThat(e.waitsFor()).contains("salesforce quota");
            return false;
        }
    }

    /** The call that was let through last is over, and its answer says what the ones before have said, and that it is one less. */
    private void answered() {
        quota.state().ifPresent(state -> quota.heard(state.left(), state.limit(), null));
        quota.leave(entered);
    }

    @Test
    void letsAnybodyCallWhileTheSystemSaysNothing() {
        assertThat(admitted(Priority.LOW, 1_000)).isEqualTo(1_000);
        assertThat(quota.state()).isEmpty();
    }

    @Test
    void letsNobodyCallInTheEndThoseOfLowPriorityFirst() {
        quota.heard(1_000, 1_000, null);

        assertThat(admitted(Priority.LOW, 5_000)).isBetween(590, 600);
        assertThat(admitted(Priority.NORMAL, 5_000)).isBetween(190, 210);
        assertThat(admitted(Priority.HIGH, 5_000)).isBetween(160, 180);
        assertThat(quota.state().orElseThrow().left()).isBetween(30L, 40L);
        assertThatThrownBy(() -> quota.enter("another", Priority.HIGH))
                .hasMessageMatching("Salesforce has 3\\d of 1000 calls left, which are kept for what is more urgent");
    }

    @Test
    void letsFewerAndFewerCallBeforeNoneMay() {
        quota.heard(500, 1_000, null);
        assertThat(admitted(Priority.LOW, 100)).isBetween(55, 70);
        assertThat(admitted(Priority.LOW, 100)).isBetween(15, 35);
    }

    @Test
    void letsARunThatHasBegunGoOn() {
        quota.heard(1_000, 1_000, null);
        mayCall("one run", Priority.LOW);
        answered();
        quota.heard(100, 1_000, null);

        assertThat(mayCall("one run", Priority.LOW)).isTrue();
        answered();
        assertThat(mayCall("another run", Priority.LOW)).isFalse();
        quota.heard(20, 1_000, null);
        assertThat(mayCall("one run", Priority.LOW)).isFalse();
    }

    /** An answer counts the calls that came before it, and not those that are on the way; and other servers may have as many on the way. */
    @Test
    void leavesRoomForWhatIsOnTheWay() {
        quota.heard(1_000, 1_000, null);
        for (int i = 0; i < 10; i++) {
            quota.enter("run " + i, Priority.HIGH);
        }
        quota.heard(300, 1_000, null);

        assertThat(quota.state().orElseThrow().left()).isEqualTo(291);
        quota.heard(59, 1_000, null);
        assertThat(mayCall("one more", Priority.HIGH)).isFalse();
    }

    @Test
    void takesWhatWasSaidForOverOnceItIsReset() {
        quota.heard(0, 100, Duration.ofSeconds(60));
        assertThat(mayCall("before", Priority.HIGH)).isFalse();
        assertThat(quota.room(Priority.HIGH)).isZero();

        clock.pass(Duration.ofSeconds(60));

        assertThat(quota.room(Priority.LOW)).isEqualTo(1);
        assertThat(admitted(Priority.LOW, 10)).isEqualTo(10);
    }

    @Test
    void findsOutHowItStandsWhenNobodyHasCalledForLong() {
        quota.heard(50, 1_000, null);
        assertThat(admitted(Priority.LOW, 10)).isZero();
        assertThat(quota.room(Priority.LOW)).isZero();

        clock.pass(Duration.ofSeconds(16));

        assertThat(quota.room(Priority.LOW)).isEqualTo(1);
        assertThat(admitted(Priority.LOW, 10)).isEqualTo(1);
        quota.heard(0, 1_000, null);
        clock.pass(Duration.ofMinutes(1));
        assertThat(admitted(Priority.HIGH, 10)).isZero();
        clock.pass(Duration.ofMinutes(5));
        assertThat(admitted(Priority.HIGH, 10)).isEqualTo(1);
    }

    @Test
    void letsNobodyCallForAsLongAsTheSystemSays() {
        quota.exhausted(Duration.ofSeconds(20));
        clock.pass(Duration.ofSeconds(19));
        assertThatThrownBy(() -> quota.enter("run", Priority.HIGH))
                .hasMessage("Salesforce takes no calls for now, since there were too many");
        assertThat(quota.room(Priority.HIGH)).isZero();
        clock.pass(Duration.ofSeconds(1));
        assertThat(mayCall("run", Priority.LOW)).isTrue();
    }

    /** One that tells no quota says only that there were too many. */
    @Test
    void letsManyGoOnOnceTheTimeIsOverAndACallWasAnswered() {
        quota.exhausted(Duration.ofSeconds(20));
        clock.pass(Duration.ofSeconds(20));
        assertThat(quota.room(Priority.LOW)).isEqualTo(1);
        assertThat(mayCall("first", Priority.LOW)).isTrue();
        assertThat(quota.room(Priority.LOW)).isZero();
        clock.pass(Duration.ofMillis(100));
        quota.leave(entered);
        assertThat(mayCall("second", Priority.LOW)).isTrue();
        assertThat(quota.room(Priority.LOW)).isEqualTo(200);
    }

    @Test
    void takesCallsAgainWhenARefusalForABurstIsOverWhateverItSaidIsLeft() {
        quota.heard(0, 350, null);
        quota.exhausted(Duration.ofSeconds(2));
        clock.pass(Duration.ofSeconds(2));
        assertThat(admitted(Priority.HIGH, 5)).isEqualTo(5);
    }

    /** Only some answers may have the headers, and a call that was not made uses up none. */
    @Test
    void countsNoCallThatToldNothingAndForgetsWhatWasTold() {
        quota.heard(350, 1_000, null);
        for (int i = 0; i < 9; i++) {
            assertThat(mayCall("run " + i, Priority.HIGH)).isTrue();
            quota.leave(entered);
        }
        assertThat(quota.state().orElseThrow().left()).isEqualTo(350);
        assertThat(mayCall("another", Priority.LOW)).isFalse();
        assertThat(mayCall("the tenth", Priority.HIGH)).isTrue();
        quota.leave(entered);
        assertThat(mayCall("another", Priority.LOW)).isTrue();
    }

    @Test
    void hasRoomForAsManyRunsAsThereAreCallsForAllOfTheirs() {
        quota.heard(1_000, 1_000, null);
        long ofOneCall = quota.room(Priority.NORMAL);
        for (int run = 0; run < 100; run++) {
            for (int call = 0; call < 4; call++) {
                mayCall("run " + run, Priority.HIGH);
                answered();
            }
        }
        quota.heard(1_000, 1_000, null);

        assertThat(ofOneCall).isEqualTo(200);
        quota.heard(600, 1_000, null);
        assertThat(quota.room(Priority.NORMAL)).isBetween(90L, 105L);
        quota.heard(200, 1_000, null);
        assertThat(quota.room(Priority.NORMAL)).isZero();
    }

    @Test
    void wantsSharesThatRiseAndAWorkflowInOneListOnly() {
        assertThatThrownBy(() -> new QuotaSettings(Set.of(), Set.of(), 10, 20, 3))
                .hasMessageContaining("rise");
        assertThatThrownBy(() -> new QuotaSettings(Set.of("a"), Set.of("a"), 40, 20, 3))
                .hasMessageContaining("the same workflow");
        QuotaSettings settings = new QuotaSettings(Set.of("ticket"), Set.of("survey"), 40, 20, 3);
        assertThat(settings.priority("ticket")).isEqualTo(Priority.HIGH);
        assertThat(settings.priority("survey")).isEqualTo(Priority.LOW);
        assertThat(settings.priority("another")).isEqualTo(Priority.NORMAL);
        assertThat(settings.priority(null)).isEqualTo(Priority.NORMAL);
    }
}
