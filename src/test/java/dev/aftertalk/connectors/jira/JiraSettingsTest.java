package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.PermanentException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JiraSettingsTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://shop.atlassian.net",
                " https://shop.atlassian.net/ ",
                "http://127.0.0.1:8080/sandbox/jira",
                ""
            })
    void takesTheAddressOfASite(String url) {
        assertThatCode(() -> settings(url, "e", "t")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop.atlassian.net",
                "ftp://shop",
                "https://",
                "https://u:secret@shop.net",
                "https://x/?a",
                "https://x/#a",
                "a b"
            })
    void refusesWhatIsNoAddressOfASite(String url) {
        assertThatThrownBy(() -> settings(url, "e", "t"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("jira.url must be the address of your site")
                .hasMessageNotContaining("secret");
    }

    @Test
    void namesEachMissingSetting() {
        assertThatThrownBy(() -> settings("", " ", "").requireConnection())
                .isInstanceOf(PermanentException.class)
                .hasMessage("Jira is not configured: set jira.url, jira.email, jira.api-token");
        assertThatThrownBy(() -> settings("https://x.net", "e", "").requireConnection())
                .hasMessage("Jira is not configured: set jira.api-token");
        assertThatCode(() -> settings("https://x.net", "e", "t").requireConnection())
                .doesNotThrowAnyException();
    }

    @Test
    void tellsNobodyTheToken() {
        assertThat(settings("https://x.net", "e", "s3cret")).asString().doesNotContain("s3cret");
    }

    private static JiraSettings settings(String url, String email, String token) {
        return new JiraSettings(url, email, token, "", "Task", SECOND, SECOND, 1, SECOND);
    }
}
