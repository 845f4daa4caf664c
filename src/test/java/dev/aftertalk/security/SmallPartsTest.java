package dev.aftertalk.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The parts that need no server: waiting, sealing, roles by claims, messages. */
class SmallPartsTest {

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    @Test
    void doublesTheWaitWithEachGuessUpToFiveMinutes() {
        Throttle throttle = new Throttle(3, clock);
        for (int n = 0; n < 3; n++) {
            assertThat(throttle.attempt("a")).isZero();
        }
        Duration longest = Duration.ZERO;
        for (int n = 0; n < 15; n++) {
            Duration wait = throttle.attempt("a");
            assertThat(wait).isGreaterThanOrEqualTo(longest).isEqualTo(throttle.attempt("a"));
            longest = wait;
            now = now.plus(wait);
            assertThat(throttle.attempt("a")).isZero();
        }
        assertThat(longest).isEqualTo(Duration.ofMinutes(5));
        assertThat(throttle.attempt("b")).isZero();
        throttle.forget("a");
        assertThat(throttle.attempt("a")).isZero();
    }

    @Test
    void forgetsGuessesAfterAnHour() {
        Throttle throttle = new Throttle(1, clock);
        throttle.attempt("a");
        assertThat(throttle.attempt("a")).isPositive();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(throttle.attempt("a")).isZero();
        assertThat(throttle.attempt("a")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void remembersAnAnswerForItsTimeAlsoThatThereIsNone() {
        BriefCache<String> cache = new BriefCache<>(2, Duration.ofSeconds(2), clock);
        AtomicInteger asked = new AtomicInteger();
        for (int n = 0; n < 3; n++) {
            assertThat(cache.get("a", key -> asked.incrementAndGet() > 100 ? "" : null))
                    .isNull();
        }
        assertThat(asked).hasValue(1);
        now = now.plusSeconds(2);
        assertThat(cache.get("a", key -> "new")).isEqualTo("new");
        cache.get("b", key -> "b");
        cache.get("c", key -> "c");
        assertThat(cache.get("a", key -> "asked again")).isEqualTo("asked again");
    }

    @ParameterizedTest
    @CsvSource({
        "groups,                  ADMIN",
        "realm_access.roles,      OPERATOR",
        "https://a.example/roles, VIEWER",
        "single,                  VIEWER",
        "other,                   ",
        "groups.deeper,           ",
        "missing,                 "
    })
    void findsTheHighestRoleOfAClaim(String path, Role role) {
        Map<String, Object> claims = Map.of(
                "groups", List.of("x", "viewers", "admins"),
                "realm_access", Map.of("roles", List.of("operators")),
                "https://a.example/roles", List.of("viewers"),
                "single", "viewers",
                "other", List.of("ADMINS", ""));
        SecuritySettings.Oidc settings = new SecuritySettings.Oidc(
                java.net.URI.create("https://id.example"),
                "client",
                "",
                "",
                path,
                List.of(),
                new SecuritySettings.Roles("admins", "operators", "viewers"));
        assertThat(new OidcRoles(settings).of(claims).orElse(null)).isEqualTo(role);
    }

    @Test
    void saysTheSameInEachLanguage() throws IOException {
        Properties english = load("/messages.properties");
        Properties french = load("/messages_fr.properties");
        assertThat(french.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            String[] both = {english.getProperty(key), french.getProperty(key)};
            for (String text : both) {
                assertThat(text).as(key).isNotBlank().doesNotContain("'");
            }
            assertThat(values(both[1])).as(key).isEqualTo(values(both[0]));
        }
    }

    private static List<String> values(String text) {
        return java.util.regex.Pattern.compile("\\{\\d}")
                .matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .sorted()
                .toList();
    }

    private static Properties load(String name) throws IOException {
        Properties messages = new Properties();
        try (InputStreamReader in =
                new InputStreamReader(SmallPartsTest.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
            messages.load(in);
        }
        return messages;
    }

    @ParameterizedTest
    @CsvSource({
        "security.password-login=false, security.oidc.issuer",
        "security.oidc.issuer=https://id.example, security.oidc.client-id"
    })
    void refusesSettingsThatLetNobodyIn(String setting, String named) {
        new ApplicationContextRunner()
                .withUserConfiguration(Settings.class)
                .withPropertyValues(setting)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(named));
    }

    @org.springframework.boot.context.properties.EnableConfigurationProperties(SecuritySettings.class)
    static class Settings {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration",
                "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration",
                "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
                "org.springframework.boot.security.oauth2.client.autoconfigure.servlet.OAuth2ClientWebSecurityAutoConfiguration"
            })
    void leavesOutSecurityOfSpringBootInThePackagesOfEachOfItsVersions(String theirs) {
        String[] candidates = {theirs, null, "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration"};
        assertThat(new OwnSecurityOnly().match(candidates, null)).containsExactly(false, true, true);
    }
}
