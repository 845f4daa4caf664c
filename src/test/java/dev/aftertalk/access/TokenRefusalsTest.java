package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;

/** What a program is told whose token does not open what it asked for, and that nothing of a token stays behind. */
class TokenRefusalsTest extends SecuredTest {

    @ParameterizedTest
    @CsvSource({
        "GET,    /api/runs,            operate, it takes read",
        "GET,    /api/none,            metrics, it takes read",
        "POST,   /api/runs/replay,     read,    it takes operate",
        "DELETE, /api/drills/1,        read,    it takes operate",
        "GET,    /actuator/prometheus, operate, it takes metrics",
        "POST,   /mcp,                 metrics, it takes read or operate or edit",
        "GET,    /api/admin/none,      operate, for admins who log in",
        "GET,    /actuator/health/db,  metrics, for admins who log in"
    })
    void nameTheScopeThatItTakes(String method, String path, String has, String told) {
        String token = token(Scope.of(has).orElseThrow());
        HttpResponse<String> answer = send(method, path, token, "*/*");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .contains("This token's scopes don't allow this", told)
                .doesNotContain("Your role");
    }

    @Test
    void nameAScopeThatTheTokenHasWhileItsMakerMayDoLess() {
        String maker = user(Role.VIEWER);
        String token = tokens.create(maker, "of " + maker, Set.of(Scope.READ, Scope.OPERATE), null)
                .orElseThrow();
        assertThat(send("POST", "/api/runs/replay", token, "*/*").body())
                .contains("it takes operate, as long as the user who made the token may do that too");
    }

    @Test
    void areNoPagesWhereTokensCount() {
        HttpResponse<String> answer = send("GET", "/actuator/prometheus", token(Scope.READ), "text/html");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("it takes metrics");
    }

    @Test
    void speakOfTheRoleToWhoIsLoggedIn() {
        Web viewer = loggedIn(Role.VIEWER);
        HttpResponse<String> answer =
                viewer.send("POST", "/api/runs/replay", null, "Accept", "*/*", "X-CSRF-TOKEN", viewer.csrf());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Your role doesn't allow this").doesNotContain("token");
    }

    @Test
    void sendNobodyToTheLoginWhereItOpensNothing() {
        Web web = loggedIn(Role.ADMIN);
        HttpResponse<String> answer = web.send("POST", "/mcp", null, "Accept", "*/*");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body())
                .contains("makes at /admin/tokens; a login opens nothing here")
                .doesNotContain("/login");
        assertThat(stranger().get("/api/runs", "Accept", "*/*").body()).contains(", or log in at /login.");
    }

    @ParameterizedTest
    @CsvSource({"GET, /api/runs", "POST, /api/runs/replay", "DELETE, /api/drills/1"})
    void askWhoBringsNothingForAToken(String method, String path) {
        HttpResponse<String> answer = stranger().send(method, path, null, "Accept", "*/*");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.body()).contains("Send Authorization: Bearer");
    }

    @Test
    void leaveNothingOfTheTokenForTheNextRequest() throws Exception {
        TokenFilter filter = new TokenFilter(tokens);
        String[] seen = new String[1];
        FilterChain failing = (request, response) -> {
            seen[0] = SecurityContextHolder.getContext().getAuthentication().getName();
            throw new ServletException("fails behind");
        };
        MockHttpServletRequest request = new MockHttpServletRequest("GET", "/api/runs");
        request.addHeader("Authorization", "Bearer " + token(Scope.READ));
        assertThatThrownBy(() -> filter.doFilter(request, new MockHttpServletResponse(), failing))
                .hasMessage("fails behind");
        assertThat(seen[0]).isEqualTo("token test");
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
    }

    @Test
    void openNothingToAStrangerWhoComesAfterAToken() {
        Web web = stranger();
        String[] token = {"Authorization", "Bearer " + token(Scope.READ)};
        for (int n = 0; n < 20; n++) {
            assertThat(web.get("/api/runs", token).statusCode()).isEqualTo(200);
            assertThat(web.send("POST", "/api/runs/replay", null, token).statusCode())
                    .isEqualTo(403);
            assertThat(web.get("/api/runs", "Accept", "*/*").statusCode()).isEqualTo(401);
        }
    }

    private HttpResponse<String> send(String method, String path, String token, String accept) {
        return stranger().send(method, path, null, "Authorization", "Bearer " + token, "Accept", accept);
    }
}
