package dev.aftertalk.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpFaultsTest {

    private final HttpFaults faults = new HttpFaults("Crm", "crm.token", "crm.url");

    @ParameterizedTest
    @CsvSource({
        "408, true",
        "425, true",
        "429, true",
        "500, true",
        "501, true",
        "503, true",
        "599, true",
        "999, true",
        "0, false",
        "101, false",
        "301, false",
        "304, false",
        "400, false",
        "403, false",
        "404, false",
        "409, false"
    })
    void tellsTransientStatusesFromTheOthers(int status, boolean transientOne) {
        assertThat(faults.of(status, null, null))
                .isInstanceOf(transientOne ? RetryableException.class : PermanentException.class)
                .hasMessageStartingWith("Crm answered HTTP " + status);
    }

    @Test
    void namesTheSettingToCheck() {
        assertThat(faults.of(401, null, null))
                .isInstanceOf(RefusesUsException.class)
                .hasMessageEndingWith("check crm.token");
        assertThat(faults.of(403, null, null)).hasMessageEndingWith("check crm.token");
        assertThat(faults.of(302, null, null)).hasMessageEndingWith("check crm.url");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "17, 17", "' 17 ', 17", "86400, 86400"})
    void readsRetryAfterInSeconds(String value, long seconds) {
        assertThat(HttpFaults.retryAfter(value)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'"})
    void readsRetryAfterAsADateInEachOfItsForms(String form) {
        String at = ZonedDateTime.now(ZoneOffset.UTC)
                .plusMinutes(5)
                .format(DateTimeFormatter.ofPattern(form, java.util.Locale.ENGLISH));

        assertThat(HttpFaults.retryAfter(at)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void takesADateThatHasPassedForNow() {
        assertThat(HttpFaults.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT")).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "soon", "-5", "1.5", "99999999999999999999"})
    void passesOverARetryAfterThatSaysNothing(String value) {
        assertThat(HttpFaults.retryAfter(value)).isNull();
    }

    @Test
    void makesForeignWordsOneBoundedLineWithoutAddresses() {
        String safe = HttpFaults.safe("a\r\n\tb\u0000 <ana.b+c@mail.example.com> " + "x".repeat(10_000));

        assertThat(safe)
                .startsWith("a b <(an e-mail address)> xxx")
                .hasSize(201)
                .endsWith("…");
    }
}
