package dev.aftertalk.access;

import dev.aftertalk.web.OpenArea;
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

    private static final List<String> EXACT =
            List.of("/health", "/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness");

    private final List<String> below = new ArrayList<>(List.of("/webhooks/"));
    private final List<String> exact = new ArrayList<>(EXACT);

    OpenPaths(ObjectProvider<OpenArea> areas) {
        areas.forEach(area -> {
            exact.add(area.path());
            below.add(area.path() + "/");
        });
    }

    /**
     * Whether a request is for what machines call often or what must answer always. These skip everything about logins.
     *
     * <p>Only for addresses that are spelled as they are meant: what needs decoding or holds dots or parameters could mean one address here
     * and another to who answers it.
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
        below.forEach(prefix -> patterns.add(prefix + "**"));
        return patterns.toArray(String[]::new);
    }
}
