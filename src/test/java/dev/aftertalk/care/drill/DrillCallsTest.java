package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.drill.DrillCalls.Repeats;
import org.junit.jupiter.api.Test;

class DrillCallsTest {

    private final DrillCalls calls = new DrillCalls();

    @Test
    void countsWhatWasDoneTwiceThoughItWasHeardOf() {
        calls.carriedOut("e1 thank-you-email", "mail", true);
        calls.carriedOut("e1 thank-you-email", "mail", true);

        assertThat(calls.repeats(true)).isEqualTo(new Repeats(1, 0));
    }

    /** Nobody can know whether a mail has gone whose answer never came: it is sent once more, and no more. */
    @Test
    void tellsAMailInDoubtFromOneSentTwice() {
        calls.carriedOut("e1 thank-you-email", "mail", false);
        calls.carriedOut("e1 thank-you-email", "mail", true);

        assertThat(calls.repeats(true)).isEqualTo(new Repeats(0, 1));
        assertThat(calls.repeats(false)).isEqualTo(new Repeats(1, 0));

        calls.carriedOut("e1 thank-you-email", "mail", true);
        assertThat(calls.repeats(true)).isEqualTo(new Repeats(1, 0));
    }

    @Test
    void takesWhatOthersDoForNoRepetition() {
        calls.carriedOut("e1 thank-you-email", "mail", true);
        calls.carriedOut("e2 thank-you-email", "mail", true);
        calls.carriedOut("e1 promo-code", "mail", true);
        calls.carriedOut("e1 thank-you-email", "another mail", true);
        calls.carriedOut(null, "mail", true);
        calls.carriedOut(null, "mail", true);

        assertThat(calls.repeats(true)).isEqualTo(new Repeats(0, 0));
    }
}
