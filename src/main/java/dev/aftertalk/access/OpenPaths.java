package dev.aftertalk.access;

import dev.aftertalk.web.OpenArea;
import dev.aftertalk.web.WebhookRoute;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** The addresses that need no login. */
@Component
class OpenPaths {

    /** For visitors and browsers: no login, but the headers of every page. */
    static final String[] PAGES = {
        "/survey/**", "/unsubscribe/**", "/aftertalk.css", "/aftertalk.svg", "/webjars/**", "/assets/**", "/favicon.ico"
    };

    private static final List<String> EXACT = List.of(
            "/health",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            WebhookRoute.PATH);

    /** Whoever has routes of their own below it has their callers say who they are there. */
    private static final String WEBHOOKS = "/webhooks/**";

    private final List<String> below = new ArrayList<>();
    private final List<String> exact = new ArrayList<>(EXACT);

    OpenPaths(ObjectProvider<OpenArea> areas) {
        areas.forEach(area -> {
            exact.add(area.path());
            below.add(area.path() + "/");
        });
    }

    /**
     * Whether a request has nothing to do with Spring Security. It is built by the first request that needs it, asks the database who somebody is, and
     * with OpenID Connect depends on a server elsewhere. Health checks must be answered whatever becomes of that. So must webhooks, of which
     * only those come here that their own filter has no thread for. An extension's area brings its own pages, with headers of its own.
     *
     * <p>Only for addresses that are spelled as they are meant: what needs decoding or holds dots or parameters could mean one address here
     * and another to who answers it. Without an extension it is these few, letter by letter.
     */
    boolean skips(HttpServletRequest request) {
        String path = request.getServletPath();
        String spelled = request.getRequestURI();
        if (request.getPathInfo() != null
                || !spelled.equals(request.getContextPath() + path)
                || path.contains("..")
                || path.contains("//")
                || path.contains("/./")) {
            return false;
        }
        return exact.contains(path) || below.stream().anyMatch(path::startsWith);
    }

    /** The same addresses as patterns, for those of them that are spelled otherwise. */
    String[] patterns() {
        List<String> patterns = new ArrayList<>(exact);
        patterns.add(WEBHOOKS);
        below.forEach(prefix -> patterns.add(prefix + "**"));
        return patterns.toArray(String[]::new);
    }
}
