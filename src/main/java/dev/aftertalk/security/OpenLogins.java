package dev.aftertalk.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;
import org.springframework.web.util.WebUtils;

/** Tells for answers that go on for hours whether the login that asked still holds. */
@Component
public class OpenLogins {

    private final Sessions sessions;

    OpenLogins(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Whether the login of this request holds at the time of asking; a login that is asked for counts as used. */
    public BooleanSupplier of(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, LoginCookie.NAME);
        String secret = cookie == null ? "" : cookie.getValue();
        return () -> !secret.isEmpty() && sessions.find(secret).isPresent();
    }
}
