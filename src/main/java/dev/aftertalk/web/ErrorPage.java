package dev.aftertalk.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ResourceBundle;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.HtmlUtils;

/**
 * The page for a person whose request can't be answered, in their language. It needs neither the database nor a template, since either may be
 * what failed.
 */
final class ErrorPage {

    static final String MEDIA_TYPE = "text/html;charset=UTF-8";

    private static final String FRAME = frame();
    private static final Set<Integer> OWN_WORDS = Set.of(400, 403, 404, 405, 408, 413, 503);
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private ErrorPage() {}

    /** Whether a browser asks for what a person would look at: it names HTML, and the address is not one of programs. */
    static boolean isWanted(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String path = asked(request);
        return accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE)
                && !path.startsWith("/api/")
                && !path.startsWith("/webhooks/")
                && !path.startsWith("/actuator");
    }

    /** @param reason what our own code says about it, in the place of the general sentence; null: that */
    static void send(HttpServletRequest request, HttpServletResponse response, int status, String reason)
            throws IOException {
        byte[] body = page(request, status, reason).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType(MEDIA_TYPE);
        response.setContentLength(body.length);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getOutputStream().write(body);
        response.flushBuffer();
    }

    /** The page as text; reason as in {@link #send}. */
    static String page(HttpServletRequest request, int status, String reason) {
        ResourceBundle words =
                ResourceBundle.getBundle("messages", RequestContextUtils.getLocale(request), NO_FALLBACK);
        String about = "error." + (OWN_WORDS.contains(status) ? status : status < 500 ? "request" : "server");
        String path = HtmlUtils.htmlEscape(request.getContextPath());
        return FRAME.replace("{language}", words.getString("language"))
                .replace("{title}", escaped(words.getString(about + ".title")))
                .replace("{path}", path)
                .replace("{start}", start(request, path, words))
                .replace("{text}", escaped(reason == null ? words.getString(about + ".text") : reason));
    }

    /** The way on, which visitors don't have: behind it is a login. */
    private static String start(HttpServletRequest request, String path, ResourceBundle words) {
        String asked = asked(request);
        return asked.startsWith("/survey/") || asked.startsWith("/unsubscribe/")
                ? ""
                : "<a class=\"button\" href=\"" + path + "/\">" + escaped(words.getString("refused.back")) + "</a>";
    }

    private static String asked(HttpServletRequest request) {
        Object first = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        String uri = first == null ? request.getRequestURI() : first.toString();
        return uri.startsWith(request.getContextPath())
                ? uri.substring(request.getContextPath().length())
                : uri;
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }

    private static String frame() {
        try (InputStream file = ErrorPage.class.getResourceAsStream("/error-page.html")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
