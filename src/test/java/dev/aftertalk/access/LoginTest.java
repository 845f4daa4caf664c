package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.LedgerWrites;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class LoginTest extends SecuredTest {

    @Autowired
    private LedgerWrites writes;

    @Autowired
    private Audit audit;

    @Autowired
    private ServerProperties server;

    @Autowired
    private SecuritySettings settings;

    @Autowired
    private OpenPaths open;

    @Autowired
    private ObjectProvider<Clock> clocks;

    @Test
    void leadsBrowsersToTheLoginAndBackToWhatTheyWanted() {
        Web web = stranger();
        HttpResponse<String> refused = web.get("/admin/audit?page=2");
        assertThat(refused.statusCode()).isEqualTo(302);
        assertThat(location(refused)).isEqualTo("/login?to=%2Fadmin%2Faudit%3Fpage%3D2");
        assertThat(web.page(location(refused)).select("input[name=to]").attr("value"))
                .isEqualTo("/admin/audit?page=2");
        HttpResponse<String> done =
                web.post("/login", "name", user(Role.ADMIN), "password", PASSWORD, "to", "/admin/audit?page=2");
        assertThat(location(done)).isEqualTo("/admin/audit?page=2");
        assertThat(web.get("/admin/audit?page=2").statusCode()).isEqualTo(200);
    }

    @Test
    void letsAOneTimePasswordOpenNothingButThePageToChangeIt() {
        String name = "new" + System.nanoTime();
        users.create("test", name, encoder.encode(PASSWORD), Role.ADMIN);
        Web web = stranger();
        assertThat(location(web.login(name, PASSWORD))).isEqualTo("/account");
        for (String path : new String[] {"/", "/admin/users", "/none"}) {
            assertThat(location(web.get(path))).as(path).isEqualTo("/account");
        }
        HttpResponse<String> api = web.get("/api/satisfaction");
        assertThat(api.statusCode()).isEqualTo(403);
        assertThat(api.body()).contains("/account");

        assertThat(change(web, PASSWORD, PASSWORD, PASSWORD).statusCode()).isEqualTo(422);
        assertThat(change(web, PASSWORD, "short", "short").statusCode()).isEqualTo(422);
        assertThat(change(web, "wrong", "another one, longer", "another one, longer")
                        .statusCode())
                .isEqualTo(422);
        assertThat(location(change(web, PASSWORD, "another one, longer", "another one, longer")))
                .isEqualTo("/account?changed=true");
        assertThat(web.get("/admin/users").statusCode()).isEqualTo(200);
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void letsAOneTimePasswordThatWaitedTooLongInNoMore() {
        String name = "late" + System.nanoTime();
        users.create("test", name, encoder.encode(PASSWORD), Role.VIEWER);
        since(name, Duration.ofDays(6));
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(302);
        since(name, Duration.ofDays(8));
        HttpResponse<String> expired = stranger().login(name, PASSWORD);
        assertThat(expired.statusCode()).isEqualTo(401);
        assertThat(text(expired.body())).contains("expired", "reset-password");
        // Only who knows the password learns of it.
        assertThat(text(stranger().login(name, "wrong").body())).contains("don’t match");

        Web admin = loggedIn(Role.ADMIN);
        assertThat(admin.page("/admin/users")
                        .select("tr:contains(" + name + ")")
                        .text())
                .contains("one-time password expired");
        String another = org.jsoup.Jsoup.parse(
                        admin.post("/admin/users/password", "name", name).body())
                .select(".secret")
                .text();
        assertThat(location(stranger().login(name, another))).isEqualTo("/account");
        // A password of one's own lasts.
        users.setPassword("test", name, encoder.encode(PASSWORD), false);
        assertThat(users.find(name).orElseThrow().oneTimeSince()).isNull();
    }

    private void since(String name, Duration ago) {
        writes.write(statements -> statements
                .sql("UPDATE user_account SET one_time_since = ? WHERE name = ?")
                .params(System.currentTimeMillis() - ago.toMillis(), name)
                .update());
    }

    private static HttpResponse<String> change(Web web, String current, String password, String repeated) {
        return web.post("/account", "current", current, "password", password, "repeated", repeated);
    }

    @Test
    void tellsNobodyWhetherANameExists() {
        String existing = stranger().login(user(Role.VIEWER), "wrong").body();
        String none = stranger().login("nobody" + System.nanoTime(), "wrong").body();
        assertThat(text(existing)).isEqualTo(text(none)).contains("don’t match");
    }

    private static String text(String page) {
        return org.jsoup.Jsoup.parse(page).select(".notice").text();
    }

    @Test
    void makesWhoGuessesWaitEvenWithTheRightPassword() {
        String name = user(Role.VIEWER);
        for (int n = 0; n < 5; n++) {
            assertThat(stranger().login(name, "wrong").statusCode()).isEqualTo(401);
        }
        HttpResponse<String> answer = stranger().login(name, PASSWORD);
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("Retry-After").getAsLong()).isEqualTo(1);
        assertThat(answer.body()).contains("Too many attempts");
        assertThat(audited()).containsOnlyOnce("login.locked " + name);
        clock.pass(Duration.ofSeconds(1));
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(302);
    }

    @Test
    void letsNobodyKeepAUserOutByGuessingFromOnePlace() {
        String name = user(Role.VIEWER);
        for (int n = 0; n < 20; n++) {
            assertThat(stranger()
                            .at("2001:db8::" + n)
                            .login("nobody" + n, "wrong")
                            .statusCode())
                    .isEqualTo(401);
        }
        for (int n = 0; n < 10; n++) {
            assertThat(stranger().at("2001:db8::ffff:" + n).login(name, "wrong").statusCode())
                    .isEqualTo(429);
        }
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(302);
    }

    @Test
    void letsADeviceInThatTheUserLoggedInWithWhateverOthersGuess() {
        String name = user(Role.VIEWER);
        Web device = loggedIn(name);
        device.post("/logout");
        for (int n = 0; n < 5; n++) {
            stranger().login(name, "wrong");
        }
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(429);
        assertThat(device.login(name, PASSWORD).statusCode()).isEqualTo(302);
        // What is guessed there counts as anywhere.
        device.post("/logout");
        for (int n = 0; n < 5; n++) {
            assertThat(device.login(name, "wrong").statusCode()).isEqualTo(401);
        }
        assertThat(device.login(name, PASSWORD).statusCode()).isEqualTo(429);
    }

    @Test
    void knowsADeviceForOneUserAndOnePasswordOnly() {
        String name = user(Role.VIEWER);
        Web device = loggedIn(name);
        device.post("/logout");
        users.setPassword("test", name, encoder.encode("another one, longer"), false);
        String other = user(Role.VIEWER);
        for (int n = 0; n < 5; n++) {
            stranger().login(name, "wrong");
            stranger().login(other, "wrong");
        }
        assertThat(device.login(name, "another one, longer").statusCode()).isEqualTo(429);
        assertThat(device.login(other, PASSWORD).statusCode()).isEqualTo(429);
    }

    @Test
    void countsLoginsByWhatCameOfThem() {
        stranger().login("nobody", "wrong");
        String metrics = stranger()
                .get("/actuator/prometheus", "Authorization", "Bearer " + token(Scope.METRICS))
                .body();
        assertThat(metrics).containsPattern("aftertalk_logins_total\\{outcome=\"wrong\"} [1-9]");
        assertThat(metrics).contains("aftertalk_logins_total{outcome=\"waiting\"}");
    }

    @Test
    void keepsTheLoginInACookieThatNoScriptSees() {
        Web web = stranger();
        HttpResponse<String> answer = web.login(user(Role.VIEWER), PASSWORD);
        String cookie = answer.headers().allValues("Set-Cookie").stream()
                .filter(value -> value.startsWith("aftertalk="))
                .findFirst()
                .orElseThrow();
        assertThat(cookie).contains("HttpOnly", "SameSite=Lax", "Path=/").doesNotContain("Secure");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(value -> value.contains("JSESSIONID"));
    }

    @Test
    void marksTheCookieSecureWhenAProxySaysThatItWasHttps() {
        HttpResponse<String> answer = stranger().get("/login", "X-Forwarded-Proto", "https");
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("__Host-aftertalk-csrf=")
                .contains("Secure", "Path=/;");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }

    @Test
    void takesWithHttpsOnlyACookieThatNoOtherHostCanPlant() {
        String secret = loggedIn(Role.VIEWER).cookie(LoginCookie.NAME).getValue();
        String[] https = {"X-Forwarded-Proto", "https", "Cookie"};
        assertThat(stranger()
                        .get("/account", https[0], https[1], https[2], "__Host-aftertalk=" + secret)
                        .statusCode())
                .isEqualTo(200);
        assertThat(stranger()
                        .get("/account", https[0], https[1], https[2], "aftertalk=" + secret)
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void takesNoLoginThatABrowserBroughtAlong() {
        Web web = loggedIn(Role.VIEWER);
        String before = web.cookie(LoginCookie.NAME).getValue();
        web.login(user(Role.ADMIN), PASSWORD);
        String after = web.cookie(LoginCookie.NAME).getValue();
        assertThat(after).isNotEqualTo(before);
        assertThat(stranger()
                        .get("/account", "Cookie", LoginCookie.NAME + "=" + before)
                        .statusCode())
                .isEqualTo(302);
        assertThat(stranger()
                        .get("/account", "Cookie", LoginCookie.NAME + "=" + after)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void endsALoginForGoodAtLogout() {
        Web web = loggedIn(Role.VIEWER);
        String cookie = web.cookie(LoginCookie.NAME).getValue();
        assertThat(location(web.post("/logout"))).isEqualTo("/login?notice=out");
        assertThat(web.get("/account").statusCode()).isEqualTo(302);
        assertThat(stranger()
                        .get("/account", "Cookie", LoginCookie.NAME + "=" + cookie)
                        .statusCode())
                .isEqualTo(302);
    }

    @Test
    void endsTheLoginsOfWhoIsDisabledOrChangesRoleWithinSeconds() {
        String disabled = user(Role.VIEWER);
        String changed = user(Role.OPERATOR);
        Web one = loggedIn(disabled);
        Web other = loggedIn(changed);
        assertThat(one.get("/account").statusCode()).isEqualTo(200);
        assertThat(other.get("/account").statusCode()).isEqualTo(200);
        assertThat(users.enable("test", disabled, false)).isTrue();
        assertThat(users.changeRole("test", changed, Role.VIEWER)).isTrue();
        clock.pass(NOTICE);
        assertThat(one.get("/account").statusCode()).isEqualTo(302);
        assertThat(other.get("/account").statusCode()).isEqualTo(302);
        assertThat(stranger().login(disabled, PASSWORD).statusCode()).isEqualTo(401);
    }

    @Test
    void holdsOnAnotherNodeAndEndsThereToo() {
        Sessions otherNode = new Sessions(database, writes, audit, server, settings, clocks);
        Web web = loggedIn(Role.VIEWER);
        String secret = web.cookie(LoginCookie.NAME).getValue();
        assertThat(otherNode.find(secret)).isPresent();
        web.post("/logout");
        clock.pass(NOTICE);
        assertThat(otherNode.find(secret)).isEmpty();
    }

    @Test
    void endsALoginThatIsNotUsed() {
        Web web = loggedIn(Role.VIEWER);
        String id = Secrets.digest(web.cookie(LoginCookie.NAME).getValue());
        lastUsed(id, Duration.ofHours(7));
        // Used within the time, it is as new.
        assertThat(web.get("/account").statusCode()).isEqualTo(200);
        assertThat(database.sql("SELECT last_used_at FROM login_session WHERE id = ?")
                        .param(id)
                        .query(Long.class)
                        .single())
                .isEqualTo(clock.millis());
        lastUsed(id, Duration.ofHours(9));
        clock.pass(NOTICE);
        assertThat(web.get("/account").statusCode()).isEqualTo(302);
    }

    @Test
    void endsALoginAtItsLongestAgeHoweverMuchItIsUsed() {
        Web web = loggedIn(Role.VIEWER);
        String id = Secrets.digest(web.cookie(LoginCookie.NAME).getValue());
        opened(id, Duration.ofDays(29));
        assertThat(web.get("/account").statusCode()).isEqualTo(200);
        opened(id, Duration.ofDays(31));
        clock.pass(NOTICE);
        assertThat(web.get("/account").statusCode()).isEqualTo(302);
    }

    private void opened(String id, Duration ago) {
        writes.write(statements -> statements
                .sql("UPDATE login_session SET opened_at = ? WHERE id = ?")
                .params(System.currentTimeMillis() - ago.toMillis(), id)
                .update());
    }

    private void lastUsed(String id, Duration ago) {
        writes.write(statements -> statements
                .sql("UPDATE login_session SET last_used_at = ? WHERE id = ?")
                .params(System.currentTimeMillis() - ago.toMillis(), id)
                .update());
    }

    /** Whether a request gets past the door while nobody can be recognised. */
    private boolean passesWhileNobodyCanBeRecognised(String path) throws Exception {
        OpenPathsFilter door = new OpenPathsFilter(open, () -> {
            throw new DataAccessResourceFailureException("away");
        });
        MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
        request.setServletPath(path);
        MockHttpServletResponse answer = new MockHttpServletResponse();
        MockFilterChain chain = new MockFilterChain();
        door.doFilter(request, answer, chain);
        assertThat(answer.getStatus()).isEqualTo(chain.getRequest() == null ? 503 : 200);
        return chain.getRequest() != null;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/actuator/health",
                "/actuator/health/liveness",
                "/actuator/health/readiness",
                "/webhooks/iadvize"
            })
    void answersHealthChecksAndTheWebhookWhileNobodyCanBeRecognised(String path) throws Exception {
        assertThat(passesWhileNobodyCanBeRecognised(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhooks/another",
                "/webhooks/iadvize/below",
                "/webhooks",
                "/health/below",
                "/actuator/health/db",
                "/actuator/prometheus",
                "/survey/x",
                "/api/events"
            })
    void opensNothingElseWhileNobodyCanBeRecognised(String path) throws Exception {
        assertThat(passesWhileNobodyCanBeRecognised(path)).isFalse();
    }

    @Test
    void saysWhenTheDatabaseThatKnowsTheLoginsIsAway() throws Exception {
        OpenPathsFilter door = new OpenPathsFilter(open, () -> (request, response, chain) -> {
            throw new DataAccessResourceFailureException("jdbc:sqlite:secret.db is away");
        });
        MockHttpServletResponse answer = new MockHttpServletResponse();
        door.doFilter(new MockHttpServletRequest("GET", "/console"), answer, new MockFilterChain());
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getContentAsString())
                .contains("try again in a few seconds")
                .doesNotContain("secret");

        MockHttpServletRequest browser = new MockHttpServletRequest("GET", "/console");
        browser.addHeader("Accept", "text/html");
        MockHttpServletResponse page = new MockHttpServletResponse();
        door.doFilter(browser, page, new MockFilterChain());
        assertThat(page.getStatus()).isEqualTo(503);
        assertThat(page.getContentType()).startsWith("text/html");
        assertThat(page.getContentAsString()).contains("<h1>Not ready</h1>").doesNotContain("secret");
    }

    @Test
    void refusesAFormWithoutItsCsrfToken() {
        Web web = loggedIn(Role.ADMIN);
        HttpResponse<String> page = web.postBare("/admin/users", "name", "eve", "role", "admin");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("reload it and try again");
        assertThat(users.find("eve")).isEmpty();
        assertThat(stranger().postBare("/login", "name", "x", "password", "y").statusCode())
                .isEqualTo(403);
        HttpResponse<String> api = web.postBare("/api/none");
        assertThat(api.statusCode()).isEqualTo(403);
        assertThat(api.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(api.body()).contains("csrf-token");
    }

    @Test
    void takesNoCsrfTokenOfAnotherLogin() {
        Web web = stranger();
        String before = web.csrf();
        web.login(user(Role.OPERATOR), PASSWORD);
        String other = loggedIn(Role.OPERATOR).csrf();
        for (String token : new String[] {before, other, "", "x"}) {
            assertThat(web.send("POST", "/api/none", "", "X-CSRF-TOKEN", token).statusCode())
                    .isEqualTo(403);
        }
        assertThat(web.send("POST", "/api/none", "", "X-CSRF-TOKEN", web.csrf()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void takesTheCsrfTokenFromAHeaderToo() {
        Web web = loggedIn(Role.OPERATOR);
        Document page = web.page("/account");
        String header = page.select("meta[name=csrf-header]").attr("content");
        String token = page.select("meta[name=csrf-token]").attr("content");
        assertThat(web.send("POST", "/api/none", "", header, token).statusCode())
                .isEqualTo(404);
        assertThat(web.send("POST", "/api/none", "", header, token + "x").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "/%0d%0aX: y\r\n",
                "javascript:x",
                "",
                "/login",
                "/a\tb",
                "/{x}",
                "/dashboard?operator={name}"
            })
    void leadsNowhereElseAfterALogin(String to) {
        HttpResponse<String> answer =
                stranger().post("/login", "name", user(Role.VIEWER), "password", PASSWORD, "to", to);
        assertThat(location(answer)).startsWith("/").isEqualTo("/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/account", "/admin/users", "/none", "/admin/tokens", "/aftertalk.css"})
    void sendsTheHeadersThatKeepAPageToItself(String path) {
        var headers = loggedIn(Role.ADMIN).get(path).headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "object-src 'none'")
                .doesNotContain("unsafe");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Referrer-Policy")).hasValue("same-origin");
        assertThat(headers.firstValue("Permissions-Policy")).isPresent();
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @Test
    void holdsNoStyleOrScriptInsideAPage() {
        Web web = loggedIn(Role.ADMIN);
        for (String path : new String[] {"/account", "/admin/users", "/admin/tokens", "/admin/audit"}) {
            Document page = web.page(path);
            assertThat(page.select("style, [style], script:not([src])"))
                    .as(path)
                    .isEmpty();
            assertThat(page.select("h1")).as(path).hasSize(1);
        }
        assertThat(stranger().page("/login").select("style, [style], script")).isEmpty();
    }

    @Test
    void addsNothingToTheAnswersOfTheWebhookAndTheHealthCheck() {
        for (String path : new String[] {"/webhooks/iadvize", "/health", "/actuator/health/readiness"}) {
            assertThat(stranger().get(path).headers().map().keySet())
                    .as(path)
                    .doesNotContain("content-security-policy", "x-content-type-options", "set-cookie", "expires");
        }
    }

    @Test
    void answersAPIsWithAProblem() {
        HttpResponse<String> answer = stranger().get("/api/satisfaction");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.body()).contains("Authorization: Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/webhooks/../admin/users",
                "/webhooks/%2e%2e/admin/users",
                "/health;/../admin/users",
                "/webhooks/..;/admin/users",
                "//admin/users",
                "/admin/users;x=y",
                "/health/../api/satisfaction",
                "/webhooks/x/%2e%2e/%2e%2e/api/satisfaction",
                "/admin%2fusers",
                "/./admin/users"
            })
    void opensNothingToAnotherSpelling(String path) throws Exception {
        String answer = dev.aftertalk.testing.RawGet.status(port, path);
        assertThat(answer).matches("HTTP/1.1 (302|400|401|403|404) ?");
    }

    @Test
    void speaksFrenchToWhoReadsFrenchAndToWhoChoseIt() {
        assertThat(stranger()
                        .page("/login", "Accept-Language", "fr-CA,fr;q=0.9,en;q=0.5")
                        .title())
                .isEqualTo("Connexion · Aftertalk");
        Web web = stranger();
        assertThat(web.page("/login", "Accept-Language", "de").title()).isEqualTo("Log in · Aftertalk");
        web.page("/login?lang=fr");
        assertThat(web.page("/login", "Accept-Language", "de").title()).isEqualTo("Connexion · Aftertalk");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none, but " + answer.statusCode());
    }
}
