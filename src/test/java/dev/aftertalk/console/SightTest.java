package dev.aftertalk.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SightTest {

    private static final Sight VIEWER = new Sight(false);
    private static final Sight OPERATOR = new Sight(true);

    @Test
    void showsViewersNoAddressInACause() {
        String cause = "550 no such user <jane.doe@example.com>";
        assertThat(VIEWER.cause(cause)).isEqualTo("550 no such user <…>");
        assertThat(OPERATOR.cause(cause)).isEqualTo(cause);
        assertThat(VIEWER.cause(null)).isNull();
    }

    @Test
    void showsViewersWhoSkippedARunAndNotInWhatWords() {
        String cause = "Skipped by token test: Zoé called: she wants none";
        assertThat(VIEWER.cause(cause)).isEqualTo("Skipped by token test");
        assertThat(OPERATOR.cause(cause)).isEqualTo(cause);
    }
}
