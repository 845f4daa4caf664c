package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IntentsTest {

    @Test
    void countsHowOftenAnActMayHaveBeenDone() {
        Intents first = Intents.of(null);
        assertThat(first.begin("mail")).isEqualTo("mail");

        Intents second = Intents.of("mail");
        assertThat(second.timesInDoubt("mail")).isEqualTo(1);
        assertThat(second.inDoubt()).isEqualTo("mail");
        assertThat(second.begin("mail")).isEqualTo("mail (2 times)");

        Intents third = Intents.of("mail (2 times)");
        assertThat(third.timesInDoubt("mail")).isEqualTo(2);
        assertThat(third.inDoubt()).isEqualTo("mail");
    }

    @Test
    void keepsWhatIsDoneApartFromWhatIsInDoubt() {
        Intents intents = Intents.of(null);
        intents.begin("mail");
        intents.succeeded();
        intents.begin("ticket");
        intents.unknown();

        assertThat(intents.stored()).isEqualTo("mail (done)\nticket");
        Intents next = Intents.of(intents.stored());
        assertThat(next.isDone("mail")).isTrue();
        assertThat(next.isDone("ticket")).isFalse();
        assertThat(next.timesInDoubt("mail")).isZero();
        assertThat(next.inDoubt()).isEqualTo("ticket");
    }

    @Test
    void doesNotCountWhatCameToNothing() {
        Intents intents = Intents.of("mail");
        intents.begin("mail");
        intents.cameToNothing();
        assertThat(intents.stored()).isEqualTo("mail");

        Intents none = Intents.of(null);
        none.begin("mail");
        none.cameToNothing();
        none.succeeded();
        assertThat(none.stored()).isNull();
        assertThat(none.inDoubt()).isNull();
    }

    @Test
    void doubtsWhatSucceededWhenItsAnswerCanNotBeRead() {
        Intents intents = Intents.of(null);
        intents.begin("mail");
        intents.succeeded();
        intents.begin("ticket");
        intents.succeeded();
        intents.doubtAgain();
        assertThat(intents.stored()).isEqualTo("mail (done)\nticket");

        intents.begin("another");
        intents.doubtAgain();
        assertThat(intents.isDone("mail")).isTrue();
    }

    @Test
    void knowsWhatMayBeDoneAndWhatWasMade() {
        Intents intents = Intents.of("ticket 1 #2 (done)\nticket 2\nticket 12 (done)");
        assertThat(intents.mayBeDone("ticket 1")).isTrue();
        assertThat(intents.mayBeDone("ticket 2")).isTrue();
        assertThat(intents.mayBeDone("ticket")).isFalse();

        intents.made("ticket 1", "CUST-1");
        Intents next = Intents.of(intents.stored());
        assertThat(next.made("ticket 1")).hasValue("CUST-1");
        assertThat(next.made("ticket 12")).isEmpty();
        assertThat(next.inDoubt()).isEqualTo("ticket 2");
    }

    @Test
    void tellsActsOfOneNameApart() {
        Intents intents = Intents.of(null);
        assertThat(intents.next("mail")).isEqualTo("mail");
        assertThat(intents.next("mail")).isEqualTo("mail #2");
        assertThat(Intents.of("mail #2 (done)").isDone(Intents.of(null).next("mail")))
                .isFalse();
    }

    @Test
    void isBoundedForARunThatDoesVeryMuch() {
        Intents intents = Intents.of(null);
        for (int i = 0; i < 500; i++) {
            intents.begin("mail " + i);
            intents.succeeded();
        }
        assertThat(intents.stored().lines()).hasSize(100);
        assertThat(intents.isDone("mail 499")).isTrue();
    }
}
