package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class AdminPagesTest extends SecuredTest {

    @Autowired
    private Audit audit;

    @Test
    void makesAUserWhoLogsInWithThePasswordThatIsShownOnce() {
        String admin = user(Role.ADMIN);
        Web web = loggedIn(admin);
        String name = "marie.curie+" + System.nanoTime() + "@example.com";
        Document page =
                Jsoup.parse(web.post("/admin/users", "name", " Marie.Curie" + name.substring(11), "role", "operator")
                        .body());
        String password = page.select(".secret").text();
        assertThat(password).matches("(\\w{5}-){3}\\w{5}");
        assertThat(web.get("/admin/users").body()).contains(name).doesNotContain(password);
        assertThat(stored("user_account")).doesNotContain(password);
        assertThat(stranger().login(name, password).headers().firstValue("Location"))
                .hasValue("/account");
        assertThat(audited()).contains(admin + " user.created " + name + " operator");
    }

    @Test
    void saysWhyAUserCanNotBeMade() {
        Web web = loggedIn(Role.ADMIN);
        String existing = user(Role.VIEWER);
        HttpResponse<String> taken = web.post("/admin/users", "name", existing.toUpperCase(), "role", "admin");
        assertThat(taken.statusCode()).isEqualTo(422);
        assertThat(taken.body()).contains("of that name already");
        assertThat(users.find(existing).orElseThrow().role()).isEqualTo(Role.VIEWER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "<script>alert(1)</script>", "a b", "a\r\nb", "${7*7}", "' OR 1=1 --", "a\u0000", "../x"
            })
    void takesNoNameThatIsMoreThanAName(String name) {
        HttpResponse<String> answer = loggedIn(Role.ADMIN).post("/admin/users", "name", name, "role", "viewer");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(answer.body()).select("script")).isEmpty();
    }

    @Test
    void resetsAPasswordAndEndsTheLoginsWithTheOldOne() {
        String name = user(Role.VIEWER);
        Web theirs = loggedIn(name);
        assertThat(theirs.get("/account").statusCode()).isEqualTo(200);
        HttpResponse<String> answer = loggedIn(Role.ADMIN).post("/admin/users/password", "name", name);
        String password = Jsoup.parse(answer.body()).select(".secret").text();
        clock.pass(NOTICE);
        assertThat(theirs.get("/account").statusCode()).isEqualTo(302);
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(401);
        assertThat(stranger().login(name, password).statusCode()).isEqualTo(302);
        assertThat(audited()).contains("user.password-reset " + name);
    }

    @Test
    void keepsTheLastAdminWhoIsEnabled() {
        String last = user(Role.ADMIN);
        Web web = loggedIn(last);
        users.all().stream()
                .filter(user -> user.role() == Role.ADMIN && !user.name().equals(last))
                .forEach(user -> assertThat(users.changeRole("test", user.name(), Role.VIEWER))
                        .isTrue());
        for (HttpResponse<String> answer : new HttpResponse[] {
            web.post("/admin/users/role", "name", last, "role", "viewer"),
            web.post("/admin/users/enabled", "name", last, "enabled", "false"),
            web.post("/admin/users/delete", "name", last)
        }) {
            assertThat(answer.headers().firstValue("Location")).hasValue("/admin/users?done=last-admin");
        }
        assertThat(web.page("/admin/users?done=last-admin")
                        .select(".notice.bad")
                        .text())
                .contains("there must be an enabled admin besides");
        // With another one it works.
        user(Role.ADMIN);
        assertThat(users.changeRole("test", last, Role.VIEWER)).isTrue();
        assertThat(audited()).contains("test user.role " + last + " viewer");
    }

    @Test
    void renamesAUserWhoKeepsThePasswordAndTheTokens() {
        String admin = user(Role.ADMIN);
        Web web = loggedIn(admin);
        String name = user(Role.OPERATOR);
        String to = "Renée+" + System.nanoTime() + "@example.com";
        Web theirs = loggedIn(name);
        String token =
                tokens.create(name, "of " + name, Set.of(Scope.READ), null).orElseThrow();
        String taken = user(Role.VIEWER);
        assertThat(web.post("/admin/users/rename", "name", name, "to", taken).body())
                .contains("of that name already");
        assertThat(web.post("/admin/users/rename", "name", name, "to", "a b").statusCode())
                .isEqualTo(422);

        HttpResponse<String> done = web.post("/admin/users/rename", "name", name, "to", to);
        String there = done.headers().firstValue("Location").orElseThrow();
        assertThat(there).startsWith("/admin/users/user?done=renamed&name=ren%C3%A9e%2B");
        assertThat(web.page(there).select("h1, .notice").text())
                .contains(to.toLowerCase())
                .contains("has another name");
        clock.pass(NOTICE);
        assertThat(theirs.get("/account").statusCode()).isEqualTo(302);
        assertThat(stranger().login(name, PASSWORD).statusCode()).isEqualTo(401);
        assertThat(stranger().login(to, PASSWORD).statusCode()).isEqualTo(302);
        assertThat(ask("/api/satisfaction", token).statusCode()).isEqualTo(200);
        assertThat(web.page("/admin/tokens")
                        .select("tr:contains(of " + name + ")")
                        .text())
                .contains(to.toLowerCase());
        assertThat(audited()).contains(admin + " user.renamed " + name + " " + to.toLowerCase());
        assertThat(web.page("/admin/audit").text()).contains("renamed " + name + " to " + to.toLowerCase());
        // A name that is also a role's is shown as it is.
        audit.record(admin, "user.renamed", "x", "viewer");
        assertThat(web.page("/admin/audit").text()).contains("renamed x to viewer");
        assertThat(web.post("/admin/users/rename", "name", name, "to", "x")
                        .headers()
                        .firstValue("Location"))
                .hasValue("/admin/users?done=gone");
    }

    @Test
    void deletesAUserOnceItIsSaidWhatBecomesOfTheirTokens() {
        Web web = loggedIn(Role.ADMIN);
        String keeps = user(Role.ADMIN);
        String loses = user(Role.ADMIN);
        String kept = tokens.create(keeps, "kept", Set.of(Scope.READ), null).orElseThrow();
        String lost = tokens.create(loses, "lost", Set.of(Scope.READ), null).orElseThrow();
        Web theirs = loggedIn(keeps);
        assertThat(ask("/api/satisfaction", lost).statusCode()).isEqualTo(200);
        assertThat(web.page("/admin/users/user?name=" + keeps)
                        .select("fieldset")
                        .text())
                .contains("kept");
        HttpResponse<String> unsaid = web.post("/admin/users/delete", "name", keeps);
        assertThat(unsaid.statusCode()).isEqualTo(422);
        assertThat(unsaid.body()).contains("Say what becomes of the tokens");
        assertThat(users.find(keeps)).isPresent();

        assertThat(location(web.post("/admin/users/delete", "name", keeps, "made", "keep")))
                .isEqualTo("/admin/users?done=deleted");
        assertThat(location(web.post("/admin/users/delete", "name", loses, "made", "revoke")))
                .isEqualTo("/admin/users?done=deleted");
        assertThat(location(web.post("/admin/users/delete", "name", user(Role.VIEWER))))
                .isEqualTo("/admin/users?done=deleted");
        assertThat(users.find(keeps)).isEmpty();
        clock.pass(NOTICE);
        assertThat(theirs.get("/account").statusCode()).isEqualTo(302);
        assertThat(ask("/api/satisfaction", kept).statusCode()).isEqualTo(200);
        assertThat(ask("/api/satisfaction", lost).statusCode()).isEqualTo(401);
        assertThat(web.page("/admin/tokens").select("tr:contains(kept)").text()).contains(keeps + " deleted");
        assertThat(audited()).contains("token.revoked lost").contains("user.deleted " + keeps);
        assertThat(web.page("/admin/users?done=deleted").select(".notice.good").text())
                .contains("is deleted");
    }

    @Test
    void showsWhatATokenMayNowByWhoMadeIt() {
        Web web = loggedIn(Role.ADMIN);
        String maker = user(Role.ADMIN);
        String name = "of " + maker;
        String token = tokens.create(maker, name, Set.of(Scope.READ, Scope.METRICS), null)
                .orElseThrow();
        assertThat(ask("/actuator/prometheus", token).statusCode()).isEqualTo(200);
        users.changeRole("test", maker, Role.VIEWER);
        assertThat(ask("/actuator/prometheus", token).statusCode()).isEqualTo(403);
        assertThat(ask("/api/satisfaction", token).statusCode()).isEqualTo(200);
        assertThat(tokenRow(web, name)).contains("read not metrics as long as " + maker + " may not do that");
        users.enable("test", maker, false);
        assertThat(ask("/api/satisfaction", token).statusCode()).isEqualTo(401);
        assertThat(tokenRow(web, name)).contains("refused: disabled user");
        users.enable("test", maker, true);
        users.changeRole("test", maker, Role.OPERATOR);
        assertThat(ask("/actuator/prometheus", token).statusCode()).isEqualTo(200);
    }

    private static String tokenRow(Web web, String name) {
        return web.page("/admin/tokens").select("tr:contains(" + name + ")").text();
    }

    @Test
    void refusesTheFormsOfAUserWithoutTheirCsrfToken() {
        Web web = loggedIn(Role.ADMIN);
        String name = user(Role.VIEWER);
        for (String form : new String[] {"rename", "delete", "link", "expect"}) {
            assertThat(web.postBare("/admin/users/" + form, "name", name, "to", "x", "id", "y", "expected", "true")
                            .statusCode())
                    .as(form)
                    .isEqualTo(403);
        }
        assertThat(users.find(name).orElseThrow().linkUntil()).isNull();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none, but " + answer.statusCode());
    }

    @Test
    void makesATokenThatIsShownOnceAndStoresOnlyItsDigest() {
        Web web = loggedIn(Role.ADMIN);
        HttpResponse<String> answer =
                web.post("/admin/tokens", "name", "Grafana <b>", "scope", "read", "scope", "metrics", "days", "30");
        String token = Jsoup.parse(answer.body()).select(".secret").text();
        assertThat(token).startsWith("at_").hasSizeGreaterThan(40);
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("no-store");
        assertThat(stored("api_token")).doesNotContain(token);
        Document page = web.page("/admin/tokens");
        assertThat(page.text()).contains("Grafana <b>").doesNotContain(token);
        assertThat(ask("/api/satisfaction", token).statusCode()).isEqualTo(200);
        assertThat(ask("/actuator/prometheus", token).statusCode()).isEqualTo(200);
        assertThat(audited()).contains("token.created Grafana <b> read metrics");
    }

    @Test
    void letsARevokedTokenInNoMore() {
        Web web = loggedIn(Role.ADMIN);
        String token = tokens.create(user(Role.ADMIN), "revoked" + System.nanoTime(), Set.of(Scope.READ), null)
                .orElseThrow();
        assertThat(ask("/api/satisfaction", token).statusCode()).isEqualTo(200);
        ApiToken stored = tokens.all().stream()
                .filter(each -> each.name().startsWith("revoked"))
                .findFirst()
                .orElseThrow();
        assertThat(stored.lastUsedDay()).isNotNull();
        web.post("/admin/tokens/revoke", "id", stored.id());
        HttpResponse<String> refused = ask("/api/satisfaction", token);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("invalid_token");
        assertThat(refused.body()).contains("unknown, expired or revoked");
        assertThat(audited()).contains("token.revoked " + stored.name());
    }

    @Test
    void letsAnExpiredOrMadeUpTokenNotIn() {
        String expired = tokens.create(
                        user(Role.ADMIN),
                        "old",
                        Set.of(Scope.READ),
                        Instant.now().minusSeconds(1))
                .orElseThrow();
        for (String token : new String[] {expired, "at_" + "x".repeat(43), "", "x".repeat(5_000), "at_&"}) {
            assertThat(ask("/api/satisfaction", token).statusCode()).as(token).isEqualTo(401);
        }
    }

    @Test
    void takesATokenForNothingButAPIs() {
        String all = token(Scope.values());
        assertThat(ask("/admin/users", all).statusCode()).isEqualTo(302);
        assertThat(ask("/actuator", all).statusCode()).isEqualTo(403);
    }

    @Test
    void takesNoLoginInPlaceOfABadToken() {
        Web web = loggedIn(Role.ADMIN);
        assertThat(web.get("/api/satisfaction", "Authorization", "Bearer at_wrong")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void showsTheAuditNewestFirstAndInPages() {
        for (int n = 0; n < Audit.PAGE + 1; n++) {
            audit.record("somebody", "user.enabled", "user " + n, "");
        }
        Web web = loggedIn(Role.ADMIN);
        Document first = web.page("/admin/audit");
        assertThat(first.select("tbody tr")).hasSize(Audit.PAGE);
        assertThat(first.select("tbody tr:contains(somebody)").first().text()).contains("enabled user " + Audit.PAGE);
        assertThat(web.page("/admin/audit?page=2").text())
                .contains("enabled user 0")
                .contains("Newer");
    }

    private HttpResponse<String> ask(String path, String token) {
        return stranger().get(path, "Authorization", "Bearer " + token);
    }

    private String stored(String table) {
        return database.sql("SELECT * FROM " + table).query().listOfRows().toString();
    }
}
