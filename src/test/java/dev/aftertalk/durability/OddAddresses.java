package dev.aftertalk.durability;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Every address there is, with what its forms, queries and JSON hold; {@code {…}} stands for something that is known only when the server runs. */
final class OddAddresses {

    /** Who asks, unless they ask as somebody else. */
    enum Who {
        STRANGER,
        VIEWER,
        OPERATOR,
        ADMIN,
        PROGRAM
    }

    /** @param fields the names it knows */
    record Address(String method, String pattern, Who who, List<String> fields) {

        String path(Map<String, String> known) {
            String path = pattern;
            for (Map.Entry<String, String> each : known.entrySet()) {
                path = path.replace("{" + each.getKey() + "}", each.getValue());
            }
            return path;
        }

        boolean takesJson() {
            return pattern.startsWith("/api/") && method.equals("POST");
        }
    }

    private static final String[] SEARCH = {
        "event",
        "type",
        "workflow",
        "state",
        "project",
        "conversation",
        "visitor",
        "from",
        "to",
        "cause",
        "cursor",
        "limit"
    };
    private static final String[] FIGURES = {
        "from", "to", "granularity", "project", "channel", "operator", "by", "limit", "range", "wall"
    };

    static final List<Address> ALL = List.of(
            get("/", Who.STRANGER),
            get("/login", Who.STRANGER, "to", "notice"),
            post("/login", Who.STRANGER, "name", "password", "to"),
            get("/login/oidc", Who.STRANGER, "to"),
            get("/oauth2/authorization/oidc", Who.STRANGER, "to"),
            get("/login/oauth2/code/oidc", Who.STRANGER, "code", "state", "error"),
            get("/survey/{survey}", Who.STRANGER, "customerSatisfaction", "netPromoterScore", "satisfactionComment"),
            post("/survey/{survey}", Who.STRANGER, "customerSatisfaction", "netPromoterScore", "satisfactionComment"),
            get("/survey/{survey}/thanks", Who.STRANGER),
            get("/survey/x", Who.STRANGER),
            get("/unsubscribe/{unsubscribe}", Who.STRANGER, "again"),
            post("/unsubscribe/{unsubscribe}", Who.STRANGER, "List-Unsubscribe", "action"),
            post("/unsubscribe/x", Who.STRANGER, "List-Unsubscribe", "action"),
            get("/health", Who.STRANGER),
            get("/actuator/health/readiness", Who.STRANGER),
            get("/actuator/prometheus", Who.PROGRAM, "includedNames"),
            get("/actuator", Who.ADMIN),
            get("/actuator/health", Who.ADMIN),
            get("/error", Who.STRANGER),
            get("/refused", Who.VIEWER),
            get("/none", Who.ADMIN),
            get("/aftertalk.css", Who.STRANGER),
            get("/assets/survey.css", Who.STRANGER),
            get("/webjars/htmx.org/dist/htmx.min.js", Who.STRANGER),
            get("/favicon.ico", Who.STRANGER),
            post("/webhooks/iadvize", Who.STRANGER),
            get("/webhooks/other", Who.STRANGER),
            get("/dashboard", Who.VIEWER, FIGURES),
            get("/dashboard/figures", Who.VIEWER, FIGURES),
            get("/dashboard/stream", Who.VIEWER, FIGURES),
            get("/dashboard/export.csv", Who.OPERATOR, FIGURES),
            get("/api/satisfaction", Who.PROGRAM, FIGURES),
            get("/api/satisfaction/breakdown", Who.VIEWER, FIGURES),
            get("/api/satisfaction/comments", Who.OPERATOR, FIGURES),
            get("/api/ledger/balance", Who.PROGRAM),
            get("/api/events", Who.PROGRAM, SEARCH),
            get("/api/runs", Who.PROGRAM, SEARCH),
            get("/api/events/{event}", Who.PROGRAM),
            get("/api/replays", Who.PROGRAM),
            get("/api/replays/{event}", Who.PROGRAM),
            get("/api/reconciliations", Who.PROGRAM),
            get("/api/drills", Who.PROGRAM),
            get("/api/drills/{event}", Who.PROGRAM),
            post("/api/events/{event}/runs/thank-you-email/replay", Who.PROGRAM, "force"),
            post("/api/events/{event}/runs/thank-you-email/skip", Who.OPERATOR, "reason"),
            post("/api/runs/replay", Who.PROGRAM, "filter", "dry", "force", "perSecond"),
            post("/api/replays/{event}/cancel", Who.PROGRAM),
            post("/api/admin/erasures", Who.ADMIN, "nobody"),
            get("/account", Who.VIEWER, "changed"),
            post("/account", Who.VIEWER, "current", "password", "repeated"),
            get("/admin/users", Who.ADMIN, "done"),
            post("/admin/users", Who.ADMIN, "name", "role"),
            post("/admin/users/role", Who.ADMIN, "name", "role"),
            post("/admin/users/enabled", Who.ADMIN, "name", "enabled"),
            post("/admin/users/password", Who.ADMIN, "name"),
            get("/admin/users/user", Who.ADMIN, "name", "done"),
            post("/admin/users/rename", Who.ADMIN, "name", "to"),
            post("/admin/users/delete", Who.ADMIN, "name", "made"),
            post("/admin/users/link", Who.ADMIN, "id", "name"),
            post("/admin/users/expect", Who.ADMIN, "name", "expected"),
            get("/admin/tokens", Who.ADMIN, "revoked"),
            post("/admin/tokens", Who.ADMIN, "name", "scope", "days"),
            post("/admin/tokens/revoke", Who.ADMIN, "id"),
            get("/admin/audit", Who.ADMIN, "page"));

    private OddAddresses() {}

    private static Address get(String pattern, Who who, String... fields) {
        return new Address("GET", pattern, who, Arrays.asList(fields));
    }

    private static Address post(String pattern, Who who, String... fields) {
        return new Address("POST", pattern, who, Arrays.asList(fields));
    }
}
