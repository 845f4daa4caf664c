package dev.aftertalk.connectors.calls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    @Test
    void makesForeignWordsOneBoundedLineWithoutAddresses() {
        String safe = HttpFaults.safe("a\r\n\tb\u0000 <ana.b+c@mail.example.com> " + "x".repeat(10_000));

        assertThat(safe)
                .startsWith("a b <(an e-mail address)> xxx")
                .hasSize(201)
                .endsWith("…");
    }
}
