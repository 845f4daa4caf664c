package dev.aftertalk.access;

import dev.aftertalk.web.Problem;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.web.util.UriUtils;

/** What those get who may not: a page when a browser asks for one, otherwise a problem. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (response.isCommitted()) {
            return;
        }
        if (wantsPage(request)) {
            String to = request.getMethod().equals("GET") ? "?to=" + wanted(request) : "";
            response.sendRedirect(request.getContextPath() + "/login" + to);
            return;
        }
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        String more = request.getServletPath().equals(Rules.PROGRAMS_ONLY)
                ? "; a login opens nothing here."
                : ", or log in at /login.";
        Problem.send(
                response, 401, "Send Authorization: Bearer with a token that an admin makes at /admin/tokens" + more);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException, ServletException {
        // A form that was cut off has its answer already, and none could be added to it.
        if (response.isCommitted()) {
            return;
        }
        if (!wantsPage(request)
                && reason instanceof CsrfException
                && LoginCookie.secret(request).isEmpty()) {
            commence(request, response, null); // a program that has brought nothing at all
            return;
        }
        User user = SignedIn.user(request.getUserPrincipal());
        boolean mustChange = user != null && user.mustChangePassword();
        if (!wantsPage(request)) {
            Problem.send(response, 403, detail(request, reason, mustChange));
        } else if (mustChange && !(reason instanceof CsrfException)) {
            response.sendRedirect(request.getContextPath() + "/account");
        } else {
            request.setAttribute(RefusedController.STALE, reason instanceof CsrfException);
            request.getRequestDispatcher(RefusedController.PATH).forward(request, response);
        }
    }

    private static String detail(HttpServletRequest request, AccessDeniedException reason, boolean mustChange) {
        if (reason instanceof CsrfException) {
            return "The CSRF token is missing or stale: send the one of the page's meta tag csrf-token in the header that csrf-header names.";
        }
        if (mustChange) {
            return "Change the one-time password at /account first.";
        }
        Principal principal = request.getUserPrincipal();
        if (principal != null && SignedIn.user(principal) == null) {
            return NeededScopes.of(reason).refusal();
        }
        return "Your role doesn't allow this: ask an admin for another one.";
    }

    private static boolean wantsPage(HttpServletRequest request) {
        String path = request.getServletPath();
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        boolean named = accept != null && accept.contains(MediaType.TEXT_HTML_VALUE);
        boolean taken = named || accept == null || accept.contains(MediaType.ALL_VALUE);
        // The last two: a part of a page that a script fetches, which can't be a login page.
        return (path.startsWith("/actuator") ? named && !TokenFilter.brings(request) : taken)
                && !path.startsWith("/api/")
                && !path.equals(Rules.PROGRAMS_ONLY)
                && request.getHeader("HX-Request") == null
                && !"XMLHttpRequest".equals(request.getHeader("X-Requested-With"));
    }

    private static String wanted(HttpServletRequest request) {
        String query = request.getQueryString() == null ? "" : "?" + request.getQueryString();
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return UriUtils.encode(path + query, StandardCharsets.UTF_8);
    }
}
