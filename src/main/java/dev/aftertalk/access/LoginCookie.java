package dev.aftertalk.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.HttpRequestResponseHolder;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Component;

/** The cookie of a login, and who a request comes from by it. */
@Component
class LoginCookie implements SecurityContextRepository {

    /** With plain http. */
    static final String NAME = "aftertalk";

    private static final OwnCookie COOKIE = new OwnCookie(NAME);

    private final Sessions sessions;

    LoginCookie(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Logs a user in: a login of their own, whatever cookie the browser sent.
     *
     * @return false when the user is not as they were when they proved who they are
     */
    boolean open(User user, HttpServletRequest request, HttpServletResponse response) {
        secret(request).ifPresent(sessions::close);
        Optional<String> opened = sessions.open(user);
        opened.ifPresent(secret -> COOKIE.set(request, response, secret, null));
        return opened.isPresent();
    }

    /** Logs whoever sends this out. */
    void close(HttpServletRequest request, HttpServletResponse response) {
        secret(request).ifPresent(sessions::close);
        COOKIE.remove(request, response);
    }

    /** What the browser proves its login with; empty when it brings none. Whether that login holds, {@link Sessions} knows. */
    static Optional<String> secret(HttpServletRequest request) {
        return COOKIE.value(request);
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
