package dev.aftertalk.access;

import dev.aftertalk.secrets.SharedKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.stereotype.Component;

/**
 * CSRF tokens that belong to a login: made of its secret with a key, so that neither another user's token nor a planted cookie is of use.
 * Before the login, for the form that logs in, the token is in a cookie of its own.
 */
@Component
class BoundCsrf implements CsrfTokenRepository {

    private static final OwnCookie COOKIE = new OwnCookie("aftertalk-csrf");
    private static final String HEADER = "X-CSRF-TOKEN";
    private static final String PARAMETER = "_csrf";
    /** What {@link Secrets#random} makes. */
    private static final Pattern OWN = Pattern.compile("[\\w-]{43}");

    private final SharedKeys keys;

    BoundCsrf(SharedKeys keys) {
        this.keys = keys;
    }

    /** Null when there is neither a login nor the cookie. */
    @Override
    public CsrfToken loadToken(HttpServletRequest request) {
        Optional<String> login = LoginCookie.secret(request);
        return login.map(secret -> keys.digest("csrf-token").of(Secrets.digest(secret)))
                .or(() ->
                        COOKIE.value(request).filter(value -> OWN.matcher(value).matches()))
                .map(BoundCsrf::token)
                .orElse(null);
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(Secrets.random());
    }

    @Override
    public void saveToken(CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        if (token == null) {
            COOKIE.remove(request, response);
        } else {
            COOKIE.set(request, response, token.getToken(), null);
        }
    }

    private static CsrfToken token(String value) {
        return new DefaultCsrfToken(HEADER, PARAMETER, value);
    }
}
