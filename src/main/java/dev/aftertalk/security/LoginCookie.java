package dev.aftertalk.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** The cookie of a login, and who a request comes from by it. */
@Component
class LoginCookie implements SecurityContextRepository {

    static final String NAME = "aftertalk";

    private final Sessions sessions;

    LoginCookie(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Logs a user in: a login of their own, whatever cookie the browser sent. */
    void open(User user, HttpServletRequest request, HttpServletResponse response) {
        secret(request).ifPresent(sessions::close);
        set(response, request, sessions.open(user.name()), null);
    }

    /** Logs whoever sends this out. */
    void close(HttpServletRequest request, HttpServletResponse response) {
        secret(request).ifPresent(sessions::close);
        set(response, request, "", Duration.ZERO);
    }

    private static void set(HttpServletResponse response, HttpServletRequest request, String value, Duration age) {
        ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(NAME, value)
                .path(request.getContextPath() + "/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax");
        if (age != null) {
            cookie.maxAge(age);
        }
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }

    private static Optional<String> secret(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, NAME);
        return Optional.ofNullable(cookie).map(Cookie::getValue).filter(value -> !value.isEmpty());
    }

    @Override
    @SuppressWarnings("deprecation") // the interface still asks for it; filters call the other one, which asks this one
    public SecurityContext loadContext(HttpRequestResponseHolder holder) {
        return secret(holder.getRequest())
                .flatMap(sessions::find)
                .<SecurityContext>map(session -> new SecurityContextImpl(SignedIn.of(session.user())))
                .orElseGet(SecurityContextHolder::createEmptyContext);
    }

    /** A login begins with {@link #open} alone. */
    @Override
    public void saveContext(SecurityContext context, HttpServletRequest request, HttpServletResponse response) {
        // nothing to keep: each request is looked up anew
    }

    @Override
    public boolean containsContext(HttpServletRequest request) {
        return secret(request).isPresent();
    }
}
