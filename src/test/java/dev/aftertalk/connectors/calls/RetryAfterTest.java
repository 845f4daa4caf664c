package dev.aftertalk.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.text.RetryAfter;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "' 17 ', 17",
        "86400, 86400",
        "007, 7",
        "+7, 7",
        "6.5, 7",
        "0.3, 1",
        "'3, 8', 8",
        "'8,soon', 8",
        "'31536001', 31536000",
        "2147483648, 31536000",
        "99999999999999999999, 31536000"
    })
    void readsSeconds(String value, long seconds) {
        assertThat(RetryAfter.of(value)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EEE, dd MMM yyyy HH:mm:ss 'GMT'",
                "EEEE, dd-MMM-yy HH:mm:ss 'GMT'",
                "EEE MMM ppd HH:mm:ss yyyy",
                "EEE MMM d HH:mm:ss yyyy"
            })
    void readsADateInEachOfItsForms(String form) {
        String at = ZonedDateTime.now(ZoneOffset.UTC)
                .plusMinutes(5)
                .format(DateTimeFormatter.ofPattern(form, Locale.ENGLISH));

        assertThat(RetryAfter.of(at)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void takesADateThatHasPassedForNowAndOneOfAnotherAgeForAYear() {
        assertThat(RetryAfter.of("Wed, 21 Oct 2015 07:28:00 GMT")).isEqualTo(Duration.ZERO);
        assertThat(RetryAfter.of("Fri, 31 Dec 9999 23:59:59 GMT")).isEqualTo(Duration.ofDays(365));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", ",", "soon", "-5", "7s", "0x10", "\"7\"", "Mon Foo 99 99:99:99 2026"})
    void passesOverWhatSaysNothing(String value) {
        assertThat(RetryAfter.of(value)).isNull();
    }

    @Test
    void takesTheLongestOfSeveralHeaders() {
        Message answer = new DefaultMessage(new DefaultCamelContext());
        assertThat(RetryAfter.of(answer)).isNull();
        answer.setHeader("Retry-After", List.of("3", "soon", "8"));
        assertThat(RetryAfter.of(answer)).isEqualTo(Duration.ofSeconds(8));
        answer.setHeader("Retry-After", "4");
        assertThat(RetryAfter.of(answer)).isEqualTo(Duration.ofSeconds(4));
    }
}
