package dev.aftertalk.connectors.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitHeadersTest {

    private final MovableClock clock = new MovableClock();
    private final Quota quota = new Quota("jira", "Jira", new QuotaSettings(Set.of(), Set.of(), 40, 20, 3), clock);

    private String heard() {
        return quota.state().map(state -> state.left() + " of " + state.limit()).orElse("nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api-usage=10018/100000",
                "api-usage=10018/100000; api-bursts=1/750",
                "api-usage=10018/100000; per-app-api-usage=17/250(appName=sample-connected-app)",
                "per-app-api-usage=17/250(appName=sample-connected-app); api-usage=10018/100000"
            })
    void readsWhatSalesforceSays(String header) {
        LimitHeaders.salesforce(header, quota);
        assertThat(heard()).isEqualTo("89982 of 100000");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "api-usage=",
                "api-usage=1/",
                "api-usage=-1/5",
                "api-usage=9999999999999999/1",
                "api-usage=1/0"
            })
    void leavesAloneWhatItDoesNotUnderstand(String header) {
        LimitHeaders.salesforce(header, quota);
        assertThat(heard()).isEqualTo("nothing");
    }

    private Duration resetsIn() {
        return Duration.between(clock.instant(), quota.state().orElseThrow().resetsAt());
    }

    private static BasicHttpResponse answer(String left, String limit, String reset) {
        BasicHttpResponse answer = new BasicHttpResponse(200);
        answer.setHeader("X-RateLimit-Remaining", left);
        answer.setHeader("X-RateLimit-Limit", limit);
        if (reset != null) {
            answer.setHeader("X-RateLimit-Reset", reset);
        }
        return answer;
    }

    @Test
    void readsWhatJiraSays() {
        Instant reset = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MINUTES);
        LimitHeaders.jira(answer("49", "350", reset.toString().replace(":00Z", "Z")), quota);
        assertThat(heard()).isEqualTo("49 of 350");
        assertThat(resetsIn()).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10));
        LimitHeaders.jira(answer("48", "350", "soon"), quota);
        assertThat(heard()).isEqualTo("48 of 350");
        assertThat(quota.state().orElseThrow().resetsAt()).isNull();
        LimitHeaders.jira(answer("many", "350", null), quota);
        LimitHeaders.jira(new BasicHttpResponse(429), quota);
        assertThat(heard()).isEqualTo("48 of 350");
    }
}
