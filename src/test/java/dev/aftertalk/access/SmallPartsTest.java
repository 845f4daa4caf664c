package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.jwt.JwtException;

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
        Throttle throttle = new Throttle(3, Duration.ofMinutes(5), clock);
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
        Throttle throttle = new Throttle(1, Duration.ofMinutes(5), clock);
        throttle.attempt("a");
        assertThat(throttle.attempt("a")).isPositive();
        now = now.plus(Duration.ofMinutes(61));
        assertThat(throttle.attempt("a")).isZero();
        assertThat(throttle.attempt("a")).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void countsAnAttemptThatWasTakenBackAsNone() {
        Throttle throttle = new Throttle(2, Duration.ofMinutes(5), clock);
        for (int n = 0; n < 20; n++) {
            assertThat(throttle.attempt("a")).isZero();
            throttle.takeBack("a");
        }
        throttle.attempt("a");
        assertThat(throttle.holdsBack("a")).isFalse();
        throttle.attempt("a");
        assertThat(throttle.holdsBack("a")).isTrue();
        assertThat(throttle.attempt("a")).isPositive();
    }

    @Test
    void addsNothingUpForWhoIsWrongNowAndThen() {
        Throttle throttle = new Throttle(4, Duration.ofMinutes(5), clock);
        for (int n = 0; n < 50; n++) {
            assertThat(throttle.attempt("office")).isZero();
            now = now.plus(Duration.ofMinutes(15));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.7,                  203.0.113.7",
        "203.0.113.7:51234,            203.0.113.7",
        "2001:db8:1:2:3:4:5:6,         2001:0db8:0001:0002::/64",
        "2001:db8:1:2::,               2001:0db8:0001:0002::/64",
        "[2001:db8:1:2::9]:443,        2001:0db8:0001:0002::/64",
        "fe80::1%eth0,                 fe80:0000:0000:0000::/64",
        "::1,                          0000:0000:0000:0000::/64",
        "::ffff:203.0.113.7,           203.0.113.7",
        "1:2:3:4:5:6:7:8:9,            1:2:3:4:5:6:7:8:9",
        "a.name.of.a.proxy,            a.name.of.a.proxy"
    })
    void takesAnIpv6NetworkForOnePlace(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }

    @Test
    void keepsNoMoreOfAnAddressThanOneCanHold() {
        assertThat(Network.of("x".repeat(8_000))).hasSizeLessThan(100);
        assertThat(Network.of(null)).isEmpty();
    }

    @Test
    void saysOnceAMinuteThatPasswordsAreWrongAndNeverWhatWasTyped() {
        Logger logger = (Logger) LoggerFactory.getLogger(LoginWatch.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        LoginWatch watch = new LoginWatch(null, meters, clock);
        for (int n = 0; n < 100; n++) {
            watch.wrong(null, "203.0.113.7");
        }
        now = now.plusSeconds(60);
        watch.wrong(
                new User("ada", "hash", null, Role.VIEWER, true, false, null, null, Instant.EPOCH, null),
                "a\nforged [line] é");
        logger.detachAppender(lines);
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "A wrong password for a name that no user has from 203.0.113.7; 0 more since the last such line. See aftertalk_logins_total.",
                        "A wrong password for ada from a?forged??line???; 99 more since the last such line. See aftertalk_logins_total.");
        assertThat(meters.counter("aftertalk.logins", "outcome", "wrong").count())
                .isEqualTo(101);
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
        "missing,                 ",
        "resource_access.shop.aftertalk.roles, ADMIN",
        "resource_access.shop.other.roles, "
    })
    void findsTheHighestRoleOfAClaim(String path, Role role) {
        Map<String, Object> claims = Map.of(
                "groups", List.of("x", "viewers", "admins"),
                "realm_access", Map.of("roles", List.of("operators")),
                "https://a.example/roles", List.of("viewers"),
                "single", "viewers",
                "resource_access",
                        Map.of(
                                "shop",
                                Map.of("roles", List.of("viewers")),
                                "shop.aftertalk",
                                Map.of("roles", List.of("admins"))),
                "other", List.of("ADMINS", ""));
        SecuritySettings.Oidc settings = new SecuritySettings.Oidc(
                java.net.URI.create("https://id.example"),
                "client",
                "",
                "",
                path,
                List.of(),
                Duration.ZERO,
                new SecuritySettings.Roles("admins", "operators", "viewers"));
        assertThat(new OidcRoles(settings).of(claims).orElse(null)).isEqualTo(role);
    }

    /** The tests with a server hash more cheaply. */
    @Test
    void hashesPasswordsAtTheCostOfSpringSecurity() {
        assertThat(new SecurityConfiguration().passwordEncoder().encode("x")).startsWith("{bcrypt}$2a$10$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EdDSA", "HS256", "ES512"})
    void namesTheSignatureOfATokenThatItDoesNotTake(String algorithm) {
        ClientRegistration client = ClientRegistration.withRegistrationId(OidcLogin.ID)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientId("aftertalk")
                .redirectUri("https://shop.example/login/oauth2/code/oidc")
                .authorizationUri("https://id.example/auth")
                .tokenUri("https://id.example/token")
                .jwkSetUri("https://id.example/keys")
                .providerConfigurationMetadata(
                        Map.of("id_token_signing_alg_values_supported", List.of("EdDSA", "HS256", "RS256", "ES256")))
                .build();
        String header = Base64.getUrlEncoder().encodeToString(("{\"alg\":\"" + algorithm + "\"}").getBytes());

        assertThatThrownBy(() -> new OidcTokens().createDecoder(client).decode(header.replace("=", "") + ".e30.AAAA"))
                .isInstanceOf(JwtException.class)
                .hasMessage("The ID token is signed with " + algorithm
                        + ": have it sign those for this client with RS256 or ES256");
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
        "security.oidc.issuer=https://id.example, security.oidc.client-id",
        "security.login-max-age=-1h, security.login-max-age",
        "security.one-time-password-max-age=-1h, security.one-time-password-max-age"
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
