package dev.aftertalk.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class PlainTextTest {

    private static final String HALF = "\uD83D";
    private static final String WHOLE = "\uD83D\uDE00";

    @Test
    void storesAllButWhatPostgresqlCannotHold() {
        assertThat(PlainText.storable("a\u0000b\u0007\r\n" + HALF + WHOLE)).isEqualTo("ab\u0007\r\n\uFFFD" + WHOLE);
    }

    @Test
    void keepsLinesAndLeavesControlCharactersOut() {
        assertThat(PlainText.lines("a\u0000b\r\nc\rd\te" + HALF + WHOLE + "\uFFFE"))
                .isEqualTo("ab\nc\nd\te\uFFFD" + WHOLE + "\uFFFD");
        assertThat(PlainText.lines(null)).isEmpty();
        assertThat(PlainText.lines(Map.of("a", 1))).isEmpty();
    }

    @Test
    void takesWhatAVisitorTyped() {
        assertThat(PlainText.typed(" a\u0000b\u001Bc\r\nd\u2028e" + HALF + "f "))
                .isEqualTo("a b c\nd\ne\uFFFDf");
        assertThat(PlainText.typed(" \u0000\n ")).isNull();
        assertThat(PlainText.typed(null)).isNull();
    }

    @Test
    void makesOneLineOfAnything() {
        assertThat(PlainText.line(" a\u0000\r\n\t b\u2028c\u0085d" + HALF)).isEqualTo("a b c d\uFFFD");
        assertThat(PlainText.line(null)).isEmpty();
        assertThat(PlainText.line(12, 5)).isEqualTo("12");
    }

    @Test
    void cutsWithinNoCharacter() {
        assertThat(PlainText.cut("abc", 3)).isEqualTo("abc");
        assertThat(PlainText.cut("abcd", 3)).isEqualTo("ab…");
        assertThat(PlainText.cut("a" + WHOLE + "bc", 3)).isEqualTo("a…");
        assertThat(PlainText.head(WHOLE + WHOLE, 3)).isEqualTo(WHOLE);
        assertThat(PlainText.head(WHOLE, 1)).isEmpty();
        assertThat(PlainText.head(WHOLE, 0)).isEmpty();
    }
}
