package dev.aftertalk.usecases.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.testing.Schema;
import dev.aftertalk.web.BelowPath;
import dev.aftertalk.web.PublicUrl;
import dev.aftertalk.web.StaffUrl;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class SealedLinksTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Map<String, String> CONTENT =
            Map.of("conversationId", "4c8c7408", "comment", "\"é' \u202e ${x} 😀 \u0000");

    @TempDir
    Path folder;

    private Ledger ledger;
    private SealedLinks links;

    @BeforeEach
    void open() {
        DriverManagerDataSource database = new DriverManagerDataSource(Schema.sqlite(folder.resolve("aftertalk.db")));
        ledger = new Ledger(
                database,
                "test",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(250), Duration.ofSeconds(30)));
        links = links(NOW);
    }

    @AfterEach
    void close() {
        ledger.close();
    }

    @Test
    void opensWhatItMadeAlsoAfterARestart() {
        String link = links.make("survey", CONTENT, NOW.plusSeconds(60));
        assertThat(link).startsWith("https://aftertalk.example.com/survey/").doesNotContain("4c8c7408");
        assertThat(link.substring("https://aftertalk.example.com/survey/".length()))
                .matches("[A-Za-z0-9_-]+");
        assertThat(links(NOW).open("survey", last(link))).isEqualTo(CONTENT);
    }

    @Test
    void opensNothingFromTheMomentItExpires() {
        String sealed = last(links.make("survey", CONTENT, NOW.plusSeconds(60)));
        assertThat(links(NOW.plusSeconds(59)).open("survey", sealed)).isEqualTo(CONTENT);
        assertThatThrownBy(() -> links(NOW.plusSeconds(60)).open("survey", sealed))
                .isInstanceOfSatisfying(UnusableLinkException.class, e -> assertThat(e.expired())
                        .isTrue());
    }

    @Test
    void neverExpiresWithoutAnEnd() {
        String sealed = last(links.make("unsubscribe", CONTENT, null));
        assertThat(links(NOW.plus(Duration.ofDays(10_000))).open("unsubscribe", sealed))
                .isEqualTo(CONTENT);
    }

    @Test
    void refusesALinkMadeForSomethingElse() {
        assertRefused("unsubscribe", last(links.make("survey", CONTENT, null)));
    }

    @Test
    void refusesEveryChangedCharacter() {
        String sealed = last(links.make("survey", Map.of("a", "b"), null));
        for (int n = 0; n < sealed.length() - 1; n++) {
            char other = sealed.charAt(n) == 'A' ? 'B' : 'A';
            assertRefused("survey", sealed.substring(0, n) + other + sealed.substring(n + 1));
        }
    }

    @Test
    void refusesWhatIsNoLinkAtAll() {
        for (String text :
                new String[] {"", "x", "../../etc/passwd", "é", "AAAAAAAAAAAAAAAAAAAAAAAAAAAA", "A".repeat(1_000_000)
                }) {
            assertRefused("survey", text);
        }
    }

    @Test
    void refusesALinkOfAnotherServer() {
        String sealed = last(links.make("survey", CONTENT, null));
        JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("aftertalk.db")))
                .sql("DELETE FROM shared_key")
                .update();
        SealedLinks other = links(NOW);
        assertThatThrownBy(() -> other.open("survey", sealed))
                .isInstanceOfSatisfying(UnusableLinkException.class, e -> assertThat(e.expired())
                        .isFalse());
    }

    @Test
    void saysWhichSettingIsMissing() {
        SealedLinks unset = new SealedLinks(new PublicUrl(""), key(), Clock.systemUTC());
        assertThatThrownBy(() -> unset.make("survey", CONTENT, null)).hasMessageContaining("aftertalk.public-url");
    }

    @Test
    void believesATrustedProxyAloneAboutThePath() throws Exception {
        BelowPath filter =
                new BelowPath(new PublicUrl("https://a.example/at"), new StaffUrl("https://b.example/staff"));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/account");
        request.setServletPath("/account");
        request.addHeader(BelowPath.HEADER, "/said");
        assertThat(contextPath(filter, request)).isEqualTo("/staff");
        request.setAttribute("org.apache.tomcat.request.forwarded", true);
        assertThat(contextPath(filter, request)).isEqualTo("/said");
        MockHttpServletRequest visitors = new MockHttpServletRequest("GET", "/survey/x");
        visitors.setServletPath("/survey/x");
        assertThat(contextPath(filter, visitors)).isEqualTo("/at");
    }

    private static String contextPath(BelowPath filter, MockHttpServletRequest request) throws Exception {
        MockFilterChain behind = new MockFilterChain();
        filter.doFilter(request, new MockHttpServletResponse(), behind);
        return ((HttpServletRequest) behind.getRequest()).getContextPath();
    }

    @Test
    void takesOnlyAWebAddressAsPublicUrl() {
        assertThat(new PublicUrl(" https://aftertalk.example.com/ ").publicUrl())
                .isEqualTo("https://aftertalk.example.com");
        assertThat(new PublicUrl("https://example.com/aftertalk").publicUrl())
                .isEqualTo("https://example.com/aftertalk");
        for (String wrong :
                new String[] {"aftertalk.example.com", "ftp://x.test", "https://", "https://x.test/?a=b", "https://a b"
                }) {
            assertThatThrownBy(() -> new PublicUrl(wrong)).hasMessageContaining("aftertalk.public-url");
        }
    }

    private void assertRefused(String purpose, String sealed) {
        assertThatThrownBy(() -> links.open(purpose, sealed))
                .isInstanceOfSatisfying(UnusableLinkException.class, e -> assertThat(e.expired())
                        .isFalse());
    }

    private SealedLinks links(Instant now) {
        return new SealedLinks(new PublicUrl("https://aftertalk.example.com"), key(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private SharedKeys key() {
        return new SharedKeys(
                JdbcClient.create(new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("aftertalk.db"))),
                ledger);
    }

    private static String last(String link) {
        return link.substring(link.lastIndexOf('/') + 1);
    }
}
