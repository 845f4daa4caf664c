package dev.aftertalk.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * A cookie of the login pages. With https its name begins with {@code __Host-}, so that browsers take it from this very host alone and no
 * other host of the domain can plant one; below a path with {@code __Secure-}, since a cookie for the whole host would go to its neighbours.
 */
final class OwnCookie {

    private final String name;

    /** @param name with plain http; with https it has a prefix */
    OwnCookie(String name) {
        this.name = name;
    }

    /** Empty when the browser sent none by the name that it has for this request. */
    Optional<String> value(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, name(request));
        return Optional.ofNullable(cookie).map(Cookie::getValue).filter(value -> !value.isEmpty());
    }

    /** @param age null: until the browser is closed; zero: now */
    void set(HttpServletRequest request, HttpServletResponse response, String value, Duration age) {
        ResponseCookie.ResponseCookieBuilder cookie = ResponseCookie.from(name(request), value)
                .path(request.getContextPath() + "/")
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax");
        if (age != null) {
            cookie.maxAge(age);
        }
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.build().toString());
    }

    void remove(HttpServletRequest request, HttpServletResponse response) {
        set(request, response, "", Duration.ZERO);
    }

    private String name(HttpServletRequest request) {
        if (!request.isSecure()) {
            return name;
        }
        return (request.getContextPath().isEmpty() ? "__Host-" : "__Secure-") + name;
    }
}
