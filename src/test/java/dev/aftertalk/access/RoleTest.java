package dev.aftertalk.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.http.server.PathContainer;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/** Who may call what: every address there is, for everybody there is. An address without a row here is a failure. */
class RoleTest extends SecuredTest {

    private static final List<String> CALLERS =
            List.of("nobody", "viewer", "operator", "admin", "read", "operate", "edit", "metrics");

    /** Open for everybody. */
    private static final String ALL = "nobody viewer operator admin read operate edit metrics";

    private static final String LOGGED_IN = "viewer operator admin";

    /**
     * Method, address, who gets through. Tokens count below /api and /actuator and at /mcp alone; elsewhere they are nobody's.
     */
    private static final String TABLE =
            """
            POST /webhooks/iadvize                  | ALL
            GET  /health                            | ALL
            GET  /actuator/health                   | ALL
            GET  /actuator/health/liveness          | ALL
            GET  /actuator/health/readiness         | ALL
            GET  /actuator/health/db                | admin
            GET  /actuator                          | admin
            GET  /actuator/prometheus               | operator admin metrics
            GET  /error                             | ALL
            GET  /login                             | ALL
            POST /login                             | ALL
            GET  /login/oidc                        | ALL
            GET  /oauth2/authorization/oidc         | ALL
            GET  /aftertalk.css                     | ALL
            GET  /aftertalk.svg                     | ALL
            GET  /assets/none.js                    | ALL
            GET  /webjars/none.js                   | ALL
            GET  /survey/none                       | ALL
            POST /survey/none                       | ALL
            GET  /survey/none/thanks                | ALL
            GET  /unsubscribe/none                  | ALL
            POST /unsubscribe/none                  | ALL
            GET  /                                  | LOGGED_IN
            GET  /account                           | LOGGED_IN
            POST /account                           | LOGGED_IN
            POST /logout                            | LOGGED_IN
            GET  /admin/users                       | admin
            POST /admin/users                       | admin
            POST /admin/users/role                  | admin
            POST /admin/users/enabled               | admin
            POST /admin/users/password              | admin
            GET  /admin/users/user                  | admin
            POST /admin/users/rename                | admin
            POST /admin/users/delete                | admin
            POST /admin/users/link                  | admin
            POST /admin/users/expect                | admin
            GET  /admin/tokens                      | admin
            POST /admin/tokens                      | admin
            POST /admin/tokens/revoke               | admin
            GET  /admin/audit                       | admin
            GET  /api/satisfaction                  | viewer operator admin read
            GET  /api/reconciliations               | viewer operator admin read
            POST /api/reconciliations               | operator admin operate
            GET  /api/drills                        | viewer operator admin read
            POST /api/drills                        | operator admin operate
            GET  /api/drills/1                      | viewer operator admin read
            DELETE /api/drills/1                    | operator admin operate
            GET  /api/ledger/balance                | viewer operator admin read
            GET  /api/events                        | viewer operator admin read
            GET  /api/events/none                   | viewer operator admin read
            GET  /api/runs                          | viewer operator admin read
            POST /api/events/none/runs/none/replay  | operator admin operate
            POST /api/events/none/runs/none/skip    | operator admin operate
            POST /api/runs/replay                   | operator admin operate
            POST /api/runs/skip                     | operator admin operate
            GET  /api/replays                       | viewer operator admin read
            GET  /api/replays/none                  | viewer operator admin read
            POST /api/replays/none/cancel           | operator admin operate
            GET  /api/skips                         | viewer operator admin read
            GET  /api/skips/none                    | viewer operator admin read
            POST /api/skips/none/cancel             | operator admin operate
            GET  /api/workflows                     | viewer operator admin read
            POST /api/workflows/none/pause          | operator admin operate
            POST /api/workflows/none/resume         | operator admin operate
            GET  /api/routes                        | viewer operator admin read
            GET  /api/routes/history                | viewer operator admin read
            GET  /api/routes/text                   | viewer operator admin read
            GET  /api/routes/diff                   | viewer operator admin read
            POST /api/routes/restore                | operator admin operate
            POST /api/rehearsals                    | operator admin operate
            GET  /api/systems                       | viewer operator admin read
            POST /api/systems/none/pause            | operator admin operate
            POST /api/systems/none/resume           | operator admin operate
            GET  /api/promo/campaigns               | viewer operator admin read
            POST /api/promo/campaigns/none/codes    | operator admin operate
            GET  /api/none                          | viewer operator admin read
            POST /api/none                          | operator admin operate
            PUT  /api/none                          | operator admin operate
            DELETE /api/none                        | operator admin operate
            GET  /api/admin/none                    | admin
            POST /api/admin/none                    | admin
            POST /api/admin/erasures                | admin
            GET  /api/satisfaction/breakdown        | viewer operator admin read
            GET  /api/satisfaction/comments         | operator admin
            GET  /mcp                               | read operate edit
            POST /mcp                               | read operate edit
            DELETE /mcp                             | read operate edit
            GET  /dashboard                         | LOGGED_IN
            GET  /dashboard/figures                 | LOGGED_IN
            GET  /dashboard/export.csv              | LOGGED_IN
            GET  /console                           | LOGGED_IN
            GET  /console/figures                   | LOGGED_IN
            GET  /console/events                    | LOGGED_IN
            GET  /console/events.csv                | LOGGED_IN
            GET  /console/events/none               | LOGGED_IN
            POST /console/events/none/now           | operator admin
            POST /console/events/none/runs/none/replay | operator admin
            POST /console/events/none/runs/none/skip   | operator admin
            GET  /console/dead-letters              | LOGGED_IN
            GET  /console/dead-letters/replay       | operator admin
            POST /console/dead-letters/replay       | operator admin
            GET  /console/dead-letters/skip         | operator admin
            POST /console/dead-letters/skip         | operator admin
            GET  /console/dead-letters/group        | operator admin
            GET  /console/workflows                 | LOGGED_IN
            GET  /console/workflows/none            | LOGGED_IN
            GET  /console/files                     | LOGGED_IN
            GET  /console/files/file                | LOGGED_IN
            GET  /console/files/diff                | LOGGED_IN
            GET  /console/files/restore             | operator admin
            POST /console/files/restore             | operator admin
            POST /console/workflows/none/pause      | operator admin
            POST /console/workflows/none/resume     | operator admin
            POST /console/systems/none/pause        | operator admin
            POST /console/systems/none/resume       | operator admin
            GET  /console/orders/none               | LOGGED_IN
            GET  /console/orders/none/figures       | LOGGED_IN
            GET  /console/orders/none/stream        | LOGGED_IN
            POST /console/orders/none/cancel        | operator admin
            GET  /console/drills                    | LOGGED_IN
            POST /console/drills                    | operator admin
            GET  /console/drills/1                  | LOGGED_IN
            GET  /console/drills/1/figures          | LOGGED_IN
            GET  /console/drills/1/stream           | LOGGED_IN
            POST /console/drills/1/end              | operator admin
            GET  /console/promo                     | LOGGED_IN
            GET  /console/reconciliations           | LOGGED_IN
            POST /console/reconciliations           | operator admin
            GET  /console/settings                  | admin
            GET  /console/erasure                   | admin
            GET  /console/erasure/figures           | admin
            POST /console/erasure                   | admin
            POST /console/erasure/confirm           | admin
            GET  /console/rehearsal                 | operator admin
            GET  /console/rehearsal/figures         | operator admin
            POST /console/rehearsal                 | operator admin
            POST /console/rehearsal/cancel          | operator admin
            GET  /console/dead-letters.csv            | LOGGED_IN
            GET  /console/workflows.csv               | LOGGED_IN
            GET  /console/files.csv                   | LOGGED_IN
            GET  /console/promo.csv                   | LOGGED_IN
            GET  /console/reconciliations.csv         | LOGGED_IN
            GET  /console/drills.csv                  | LOGGED_IN
            GET  /console/settings.csv              | admin
            GET  /admin/audit.csv                   | admin
            GET  /console/sample                    | operator admin
            POST /console/sample                    | operator admin
            POST /console/sample/send               | operator admin
            GET  /none                              | LOGGED_IN
            POST /none                              | admin
            GET  /sandbox                           | LOGGED_IN
            POST /sandbox/send                      | admin
            """;

    /** The page for who is refused, which everybody who comes here gets; and an answer without end, which DashboardStreamTest asks for. */
    private static final Set<String> WITHOUT_ROW = Set.of(
            "/refused", "/dashboard/stream", "/console/stream", "/console/rehearsal/stream", "/console/erasure/stream");

    @Autowired
    private ApplicationContext context;

    @Autowired
    private CamelContext camel;

    private record Row(String method, String path, Set<String> allowed) {

        static Row of(String line) {
            String[] parts =
                    line.replace("ALL", ALL).replace("LOGGED_IN", LOGGED_IN).split("\\|");
            String[] call = parts[0].strip().split(" +");
            return new Row(call[0], call[1], Set.of(parts[1].strip().split(" ")));
        }
    }

    private static List<Row> table() {
        return TABLE.lines().map(Row::of).toList();
    }

    @Test
    void letsThroughWhoMayAndNobodyElse() {
        List<String> wrong = new ArrayList<>();
        for (Row row : table()) {
            for (String caller : CALLERS) {
                int status = call(caller, row);
                boolean through = status != 401 && status != 403 && status != 302 || ownAnswer(row, caller, status);
                if (through != row.allowed.contains(caller)) {
                    wrong.add(row.method + " " + row.path + " by " + caller + ": " + status);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** These statuses also come from who answers there, when the caller has got through. */
    private static boolean ownAnswer(Row row, String caller, int status) {
        boolean loginItself = row.path.startsWith("/login") || row.path.startsWith("/oauth2");
        boolean unsigned = row.path.startsWith("/webhooks/") && status == 401;
        boolean leadsOn = status == 302 && LOGGED_IN.contains(caller) && !row.path.equals("/account");
        return loginItself || unsigned || leadsOn;
    }

    private final Map<String, Web> browsers = new LinkedHashMap<>();

    private int call(String caller, Row row) {
        boolean user = LOGGED_IN.contains(caller);
        if (!user) {
            Web web = stranger();
            return caller.equals("nobody")
                    ? asPage(web, row)
                    : web.send(row.method, row.path, body(row), "Authorization", "Bearer " + tokenOf(caller))
                            .statusCode();
        }
        Web web =
                browsers.computeIfAbsent(caller, name -> loggedIn(Role.of(name).orElseThrow()));
        int status = asPage(web, row);
        if (row.path.equals("/logout") || row.path.equals("/admin/users/enabled")) {
            browsers.remove(caller);
        }
        return status;
    }

    private final Map<String, String> known = new LinkedHashMap<>();

    private String tokenOf(String caller) {
        return known.computeIfAbsent(caller, code -> token(Scope.of(code).orElseThrow()));
    }

    private static String body(Row row) {
        return row.method.equals("GET") ? null : "x=1";
    }

    /** With the CSRF token, since its lack is refused for another reason; in a header, since a form only counts when it is posted. */
    private static int asPage(Web web, Row row) {
        boolean needed = !row.method.equals("GET") && !row.path.matches("/(webhooks|survey|unsubscribe)/.*");
        String[] headers = needed ? new String[] {"Accept", "text/html", "X-CSRF-TOKEN", web.csrf()} : new String[] {};
        return web.send(row.method, row.path, body(row), headers).statusCode();
    }

    @Test
    void hasARowForEveryAddressThereIs() {
        Set<String> addresses = new TreeSet<>();
        context.getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods().keySet().forEach(info -> {
                    Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
                    info.getPatternValues().forEach(path -> (methods.isEmpty() ? Set.of(RequestMethod.GET) : methods)
                            .forEach(method -> addresses.add(method + " " + path)));
                }));
        camel.getRoutes().stream()
                .map(route -> route.getEndpoint())
                .filter(PlatformHttpEndpoint.class::isInstance)
                .map(PlatformHttpEndpoint.class::cast)
                .forEach(endpoint -> Arrays.stream(
                                endpoint.getHttpMethodRestrict().split(","))
                        .forEach(method -> addresses.add(method + " " + endpoint.getPath())));
        assertThat(addresses).contains("POST /webhooks/iadvize", "GET /api/satisfaction", "GET /actuator/prometheus");
        assertThat(addresses.stream().filter(address -> !hasRow(address)).collect(Collectors.toList()))
                .as("addresses without a row in the table of RoleTest")
                .isEmpty();
    }

    /** The health itself needs no login, so it knows nobody to whom it may show more. */
    @Test
    void showsTheDetailsOfTheHealthToAdminsAlone() {
        String[] json = {"Accept", "application/json"};
        Web admin = loggedIn(Role.ADMIN);
        assertThat(admin.get("/actuator/health/routes", json).body()).contains("\"details\"", "\"files\"");
        assertThat(admin.get("/actuator/health", json).body()).contains("UP").doesNotContain("details");
        assertThat(stranger().get("/actuator/health", json).body())
                .contains("UP")
                .doesNotContain("details");
        assertThat(loggedIn(Role.OPERATOR).get("/actuator/health/routes", json).statusCode())
                .isEqualTo(403);
    }

    private static boolean hasRow(String address) {
        String[] parts = address.split(" ");
        if (WITHOUT_ROW.contains(parts[1])) {
            return true;
        }
        PathPattern pattern = PathPatternParser.defaultInstance.parse(parts[1]);
        return table().stream()
                .anyMatch(row -> row.method.equals(parts[0]) && pattern.matches(PathContainer.parsePath(row.path)));
    }
}
