package dev.aftertalk.deploy.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of comparisons that cut decimals, and that what it says to write helps. */
class WholeNumbersTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "9.5, > '9.0', true",
                "9.5, >= '9.6', false",
                "9.5, < '9.0', false",
                "10, > '9.0', true",
                "9, > '9.0', false",
                "9.5, == 9.0, false",
                "9, == 9.0, true",
                "9.5, == '9', false",
                "9, == '9', true",
                "9.5, > ${variable.limit}, true"
            })
    void comparesByTheirValueWhatIsWrittenAsItSays(BigDecimal amount, String compared, boolean right) {
        assertThat(is(amount, compared)).isEqualTo(right);
        assertThat(is(amount.doubleValue(), compared)).isEqualTo(right);
        assertThat(is(amount.toString(), compared)).isEqualTo(right);
        if (amount.scale() == 0) {
            assertThat(is(amount.intValue(), compared)).isEqualTo(right);
        }
    }

    /** If this fails, Camel compares decimals by their value, and the doubt has no reason any more. */
    @Test
    void cutsDecimalsBesideAWholeNumber() {
        assertThat(is(9.5, "> 9")).isFalse();
        assertThat(is(9.5, "> '9'")).isFalse();
        assertThat(is(9.5, "== 9")).isTrue();
        assertThat(is(new BigDecimal("9.5"), "> 9.0")).isFalse();
    }

    private static boolean is(Object amount, String compared) {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            Exchange exchange = new DefaultExchange(camel);
            exchange.setVariable("limit", "9.0");
            exchange.getMessage().setBody(new HashMap<>(Map.of("amount", amount)));
            return camel.resolveLanguage("simple")
                    .createPredicate("${body[amount]} " + compared)
                    .matches(exchange);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body[amount]} > 9",
                "${body[amount]} == 9",
                "${body[amount]} < '9'",
                "${variable.conversation[customData][basket]} <= 100",
                "${variable.order.total} != 0",
                "${body[x]} == 'a' && ${body[amount]} >= 9 && ${body[y]} == 'b'",
                "${body[amount]} > ${variable.limit}"
            })
    void doubtsWhereADecimalMayBeCut(String text) {
        assertThat(WholeNumbers.doubts(text, Set.of("limit"))).singleElement().satisfies(said -> assertThat(
                        said.problem())
                .startsWith("a decimal is cut to a whole number here, so that 9.5 counts as 9; write "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body[amount]} == '9'",
                "${body[amount]} > '9.0'",
                "${body[amount]} == 9.0",
                "${body[amount]} == ${variable.limit}",
                "${body[amount]} == '9.0'",
                "${body[amount]} == 'v9'",
                "${body[projectId]} == 12",
                "${exception.statusCode} >= 500",
                "${variable.satisfaction[customerSatisfaction]} <= 2",
                "${variable.conversation[tags].size()} > 2",
                "${variable.stored} == 0",
                "${body[amount]} > ${variable.other}",
                "${body[amount]} contains 9"
            })
    void saysNothingOfOthers(String text) {
        assertThat(WholeNumbers.doubts(text, Set.of("limit"))).isEmpty();
    }
}
