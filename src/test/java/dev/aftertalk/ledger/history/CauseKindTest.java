package dev.aftertalk.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseKindTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    The mail server refused it: 550 5.1.1 <jane@shop.test> unknown | The mail server refused it: 550 5.1.1 <…> unknown
                    HTTP 400: Lead 00Q5g00000Ab1cdEAB is locked | HTTP 400: Lead … is locked
                    No conversation 4c8c7408-f73c-42cd-89e9-afbbee7d9024 | No conversation …
                    Tried 1234 and 56789 times | Tried … and … times
                    SHOP-12 is closed | SHOP-12 is closed
                    HTTP 503 | HTTP 503
                    """)
    void leavesOutWhatIsAnotherInEach(String cause, String kind) {
        assertThat(CauseKind.of(cause)).isEqualTo(kind);
        assertThat(CauseKind.isOf(cause, kind)).isTrue();
    }

    @Test
    void isOfNoKindThatSaysLessOrMore() {
        assertThat(CauseKind.isOf("HTTP 503 for 12345", "HTTP 503")).isFalse();
        assertThat(CauseKind.isOf("HTTP 503", "HTTP 503 for …")).isFalse();
        assertThat(CauseKind.isOf("No visitor 12345 (50 %)", "No visitor …")).isFalse();
        assertThat(CauseKind.isOf("HTTP (503)", "HTTP .503.")).isFalse();
    }

    @Test
    void cutsWhatIsVeryLong() {
        String cause = "words and ".repeat(200);
        assertThat(CauseKind.of(cause)).hasSizeLessThanOrEqualTo(CauseKind.LONGEST);
        assertThat(CauseKind.isOf(cause, CauseKind.of(cause))).isTrue();
    }

    @Test
    void nothingHasNoKind() {
        assertThat(CauseKind.of(null)).isNull();
    }
}
