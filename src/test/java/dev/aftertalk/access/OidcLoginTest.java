package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.nimbusds.jose.JWSAlgorithm;
import dev.aftertalk.access.OidcPeer.Visitor;
import dev.aftertalk.sandbox.PeerAnswer;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.web.StaffUrl;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Logins at an identity provider that speaks OpenID Connect over HTTP. */
class OidcLoginTest extends SecuredTest {

    private static final OidcPeer PEER = new OidcPeer();

    @Autowired
    private SecuritySettings settings;

    @Autowired
    private ObjectProvider<OidcLogin> oidc;

    private Web web;

    @DynamicPropertySource
    static void identityProvider(DynamicPropertyRegistry settings) {
        settings.add("security.oidc.issuer", PEER::issuer);
        settings.add("security.oidc.client-id", () -> OidcPeer.CLIENT);
        settings.add("security.oidc.client-secret", () -> OidcPeer.SECRET);
        settings.add("security.oidc.name", () -> "Example & Sons");
        settings.add("security.oidc.role-claim", () -> "realm_access.roles");
        settings.add("security.oidc.roles.admin", () -> "at-admins");
        settings.add("security.oidc.roles.operator", () -> "at-operators");
        settings.add("security.oidc.roles.viewer", () -> "at-viewers");
    }

    @BeforeEach
    void open() {
        web = stranger();
    }

    @Test
    void logsInWithTheRoleThatTheClaimGivesAndGoesWhereTheUserWanted() {
        assertThat(web.page("/login?to=/account").select("a.button").text()).isEqualTo("Continue with Example & Sons");
        HttpResponse<String> back = login(Visitor.of("s1", "Ada", "x", "at-operators"), "/account");
        assertThat(location(back)).isEqualTo("/account");
        assertThat(web.page("/account").text()).contains("ada, Operator").contains("account from elsewhere");
        assertThat(web.get("/admin/users").statusCode()).isEqualTo(403);
        User ada = users.find("ada").orElseThrow();
        assertThat(ada.external()).isTrue();
        assertThat(ada.passwordHash()).isNull();
    }

    @Test
    void asksWithStateNonceAndPkce() {
        login(Visitor.of("s2", "grace", "at-viewers"), "/");
        assertThat(PEER.wanted())
                .containsEntry("response_type", "code")
                .containsEntry("client_id", OidcPeer.CLIENT)
                .containsEntry("scope", "openid profile email")
                .containsEntry("code_challenge_method", "S256")
                .containsEntry("redirect_uri", "http://127.0.0.1:" + port + "/login/oauth2/code/oidc")
                .containsKeys("state", "nonce", "code_challenge");
    }

    @Test
    void takesANewRoleAtTheNextLogin() {
        login(Visitor.of("s3", "linus", "at-admins"), "/");
        assertThat(web.get("/admin/users").statusCode()).isEqualTo(200);
        web = stranger();
        login(Visitor.of("s3", "linus", "at-viewers"), "/");
        assertThat(web.get("/admin/users").statusCode()).isEqualTo(403);
        assertThat(users.find("linus").orElseThrow().role()).isEqualTo(Role.VIEWER);
    }

    static List<Visitor> impostors() {
        return List.of(
                new Visitor("s4", "eve", List.of("at-admins"), "another nonce", false, OidcPeer.CLIENT),
                new Visitor("s4", "eve", List.of("at-admins"), null, true, OidcPeer.CLIENT),
                new Visitor("s4", "eve", List.of("at-admins"), null, false, "another client"));
    }

    @ParameterizedTest
    @MethodSource("impostors")
    void refusesATokenWithAWrongNonceSignatureOrAudience(Visitor visitor) {
        refused(login(visitor, "/"), "was not accepted");
        assertThat(users.find("eve")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "HS256"})
    void takesTheSignaturesThatTheProviderAnnouncesExceptThoseWithASharedSecret(String algorithm) {
        PEER.signsWith(JWSAlgorithm.parse(algorithm));
        try {
            HttpResponse<String> back =
                    login(Visitor.of("sig" + algorithm, "sig" + algorithm, "at-viewers"), "/account");
            assertThat(location(back)).isEqualTo(algorithm.equals("HS256") ? "/login?notice=oidc" : "/account");
        } finally {
            PEER.signsWith(JWSAlgorithm.RS256);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "<script>", "a\r\nb"})
    void makesANameOfWhoItIsWhereTheProvidersIsNone(String name) {
        login(Visitor.of("odd subject " + name.length(), name, "at-viewers"), "/");
        assertThat(web.page("/account").text()).containsPattern("user-[0-9a-f]{16}, Viewer");
    }

    @Test
    void writesNoStrangersLinesIntoTheLog() {
        assertThat(PlainText.harmless("access_denied\r\n2026-01-01 ERROR forged ${jndi:x} \u202e"))
                .isEqualTo("access_denied??2026-01-01 ERROR forged ??jndi:x? ?");
        assertThat(PlainText.harmless("x".repeat(10_000))).hasSizeLessThan(300);
    }

    @Test
    void asksAProviderThatIsDownOnceInAWhile() throws Exception {
        try (PeerServer down = new PeerServer(0, request -> new PeerAnswer(503, null, Map.of()))) {
            SecuritySettings.Oidc its = new SecuritySettings.Oidc(
                    URI.create(down.url()),
                    "c",
                    "s",
                    "",
                    "groups",
                    List.of("openid"),
                    Duration.ofHours(12),
                    new SecuritySettings.Roles("a", "", ""));
            OidcClient client = new OidcClient(its, "");
            for (int n = 0; n < 20; n++) {
                assertThat(client.findByRegistrationId(OidcLogin.ID)).isNull();
            }
            assertThat(down.asked()).hasSize(1);
        }
    }

    @Test
    void refusesWhoHasNoRole() {
        refused(login(Visitor.of("s5", "mallory", "AT-ADMINS", "other"), "/"), "has no role here");
        assertThat(users.find("mallory")).isEmpty();
    }

    @Test
    void refusesTheNameOfAnotherUserSaysWhatToDoAndHasAnAdminLinkTheTwo() {
        String name = user(Role.VIEWER);
        String token =
                tokens.create(name, "of " + name, Set.of(Scope.READ), null).orElseThrow();
        Logger logger = (Logger) LoggerFactory.getLogger(OidcLogin.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            for (int n = 0; n < 5; n++) {
                refused(login(Visitor.of("made anew", name.toUpperCase(), "at-operators"), "/"), "already taken");
            }
            assertThat(users.find(name).orElseThrow().external()).isFalse();
            // At a pace, which no other test here takes a turn of.
            assertThat(lines.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getFormattedMessage())
                            .contains("a user " + name, "/admin/users", "reset-password"))
                    .extracting(ILoggingEvent::getLevel)
                    .isEqualTo(Level.WARN);
        } finally {
            logger.detachAppender(lines);
        }
        String admin = user(Role.ADMIN);
        Web office = loggedIn(admin);
        Element row = office.page("/admin/users")
                .select("tr:has(form[action$=link]):contains(" + name + ")")
                .first();
        assertThat(row.text()).contains("made anew at " + PEER.issuer(), "has a password", "Operator");
        assertThat(row.select("option[selected]").attr("value")).isEqualTo(name);
        String id = row.select("input[name=id]").attr("value");
        assertThat(location(office.post("/admin/users/link", "id", id, "name", name)))
                .isEqualTo("/admin/users?done=linked");

        assertThat(location(login(Visitor.of("made anew", name, "at-operators"), "/account")))
                .isEqualTo("/account");
        assertThat(web.page("/account").text()).contains(name + ", Operator");
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(401);
        assertThat(tokens.find(token)).isPresent();
        assertThat(office.page("/admin/users").select("form[action$=link] input[value=" + id + "]"))
                .isEmpty();
        assertThat(audited()).contains(admin + " user.linked " + name + " " + PEER.issuer());
        assertThat(location(office.post("/admin/users/link", "id", id, "name", name)))
                .isEqualTo("/admin/users?done=gone");

        // The provider has made the account anew once more.
        web = stranger();
        refused(login(Visitor.of("once more", name, "at-operators"), "/"), "already taken");
        assertThat(office.page("/admin/users")
                        .select("tr:has(form[action$=link]):contains(once more)")
                        .text())
                .contains("has the account made anew at " + PEER.issuer());
    }

    @Test
    void takesAnExpectedLoginForThatUsers() {
        String name = user(Role.VIEWER);
        Web office = loggedIn(Role.ADMIN);
        assertThat(location(office.post("/admin/users/expect", "name", name, "expected", "true")))
                .isEqualTo("/admin/users/user?done=expected&name=" + name);
        assertThat(office.page("/admin/users/user?name=" + name).text()).contains("Expected until");
        login(Visitor.of("expected", name, "at-operators"), "/");
        assertThat(web.page("/account").text()).contains(name + ", Operator");
        assertThat(users.find(name).orElseThrow().account()).isEqualTo("expected");
        assertThat(users.find(name).orElseThrow().linkUntil()).isNull();
        assertThat(audited()).contains("user.link-expected " + name).contains(name + " user.linked " + name);
    }

    @Test
    void leavesTheRoleHereToWhoIsRefusedForLackOfOneThere() {
        login(Visitor.of("s11", "judy", "at-admins"), "/");
        web = stranger();
        refused(login(Visitor.of("s11", "judy", "none"), "/"), "has no role here");
        assertThat(users.find("judy").orElseThrow().role()).isEqualTo(Role.ADMIN);
    }

    @Test
    void letsADeletedUserComeBackAsANewOne() {
        login(Visitor.of("s12", "walter", "at-viewers"), "/");
        Web office = loggedIn(Role.ADMIN);
        assertThat(office.page("/admin/users/user?name=walter").text())
                .contains("Logs in with the account s12 at " + PEER.issuer())
                .contains("comes back as a new user");
        office.post("/admin/users/delete", "name", "walter");
        assertThat(users.find("walter")).isEmpty();
        web = stranger();
        login(Visitor.of("s12", "walter", "at-viewers"), "/");
        assertThat(users.find("walter")).isPresent();
    }

    @Test
    void refusesWhoIsDisabledHere() {
        login(Visitor.of("s7", "trent", "at-viewers"), "/");
        users.enable("test", "trent", false);
        web = stranger();
        refused(login(Visitor.of("s7", "trent", "at-viewers"), "/"), "disabled here");
    }

    @Test
    void refusesAnAnswerToWhatItDidNotAsk() {
        String back = PEER.authorize(start("/"), Visitor.of("s8", "oscar", "at-admins"));
        Web other = stranger();
        refused(other.get("/login/oauth2/code/oidc" + back), other, "was not accepted");
        refused(web.get("/login/oauth2/code/oidc?code=code-1&state=forged"), "was not accepted");
        refused(web.get("/login/oauth2/code/oidc?error=access_denied&state=x"), "was not accepted");
        assertThat(users.find("oscar")).isEmpty();
    }

    @Test
    void leadsNowhereElseAfterALogin() {
        assertThat(location(login(Visitor.of("s9", "peggy", "at-viewers"), "//evil.example")))
                .isEqualTo("/");
    }

    @Test
    void hasNoPasswordToChangeOrToReset() {
        login(Visitor.of("s10", "victor", "at-admins"), "/");
        assertThat(web.post("/account", "current", "", "password", PASSWORD, "repeated", PASSWORD)
                        .statusCode())
                .isEqualTo(422);
        web.post("/admin/users/password", "name", "victor");
        assertThat(users.find("victor").orElseThrow().passwordHash()).isNull();
        assertThat(stranger().login("victor", "").statusCode()).isEqualTo(401);
    }

    @Test
    void hasUsersSentBackToTheAddressOfTheStaffIfThereIsOne() {
        OidcClient client = new OidcClient(settings.oidc(), "https://tools.example.com/at");
        assertThat(client.findByRegistrationId(OidcLogin.ID).getRedirectUri())
                .isEqualTo("https://tools.example.com/at/login/oauth2/code/oidc");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, http://shop.example, false, /oauth2/authorization/oidc?to=%2Faccount",
                "https://staff.example, http://shop.example, false, https://staff.example/login/oidc?to=%2Faccount&moved=true",
                "https://staff.example:8443/at, https://staff.example/at, false, https://staff.example:8443/at/login/oidc?to=%2Faccount&moved=true",
                "https://staff.example, http://127.0.0.1:8080, true, /oauth2/authorization/oidc?to=%2Faccount",
                "https://staff.example, https://staff.example, false, /oauth2/authorization/oidc?to=%2Faccount",
                "https://Staff.example/at, https://staff.example/at, false, /oauth2/authorization/oidc?to=%2Faccount",
            })
    void beginsALoginAtTheHostThatItEndsAt(String staffUrl, URI asked, boolean moved, String goes) {
        LoginController login = new LoginController(
                settings, null, null, null, null, oidc, new StaffUrl(staffUrl == null ? "" : staffUrl));
        MockHttpServletRequest request = new MockHttpServletRequest("GET", asked.getPath() + "/login/oidc");
        request.setScheme(asked.getScheme());
        request.setServerName(asked.getHost());
        request.setServerPort(
                asked.getPort() > 0 ? asked.getPort() : asked.getScheme().equals("http") ? 80 : 443);
        request.setContextPath(asked.getPath());
        assertThat(login.oidc("/account", moved, request)).isEqualTo("redirect:" + goes);
    }

    @Test
    void saysWhenTheIdentityProviderIsAway() {
        SecuritySettings.Oidc away = new SecuritySettings.Oidc(
                URI.create("http://127.0.0.1:1"),
                "c",
                "s",
                "",
                "groups",
                List.of("openid"),
                Duration.ofHours(12),
                new SecuritySettings.Roles("a", "", ""));
        assertThat(new OidcClient(away, "").findByRegistrationId(OidcLogin.ID)).isNull();
        assertThat(web.page("/login?notice=away").select(".notice").text()).contains("can’t be reached");
    }

    /** Where the browser is sent. */
    private String start(String to) {
        String here = location(web.get("/login/oidc?to=" + to));
        return location(web.get(here));
    }

    private HttpResponse<String> login(Visitor visitor, String to) {
        return web.get("/login/oauth2/code/oidc" + PEER.authorize(start(to), visitor));
    }

    private void refused(HttpResponse<String> answer, String reason) {
        refused(answer, web, reason);
    }

    private static void refused(HttpResponse<String> answer, Web web, String reason) {
        assertThat(location(answer)).startsWith("/login?notice=");
        assertThat(web.page(location(answer)).select(".notice.bad").text()).contains(reason);
        assertThat(web.get("/account").statusCode()).isEqualTo(302);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none, but " + answer.statusCode());
    }
}
