package dev.aftertalk.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Tells for answers that go on for hours whether the login that asked still holds. */
@Component
public class LoginValidity {

    private final Sessions sessions;

    LoginValidity(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Whether the login of this request holds at the time of asking; a login that is asked for counts as used. */
    public BooleanSupplier of(HttpServletRequest request) {
        Optional<String> secret = LoginCookie.secret(request);
        return () -> secret.flatMap(sessions::find).isPresent();
    }
}
