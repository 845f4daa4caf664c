package dev.aftertalk.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.util.MimeTypeUtils;

/**
 * An Accept header whose empty elements are ignored, as RFC 9110 (5.6.1.2) wants it: {@code text/html,,*}{@code /*}. The actuator fails at
 * them, with a stack trace in the log of whoever asks for the health.
 */
public final class AcceptHeader extends HttpServletRequestWrapper {

    private static final String NAME = "Accept";
    private static final String ANYTHING = "*/*";
    private static final Pattern EMPTY_ELEMENT = Pattern.compile("(^|,)[ \\t]*(,|$)");

    private final String accept;

    private AcceptHeader(HttpServletRequest request, String accept) {
        super(request);
        this.accept = accept;
    }

    /** Returns the request itself when there is nothing to leave out. A header with nothing else in it counts as none. */
    public static HttpServletRequest withoutEmptyElements(HttpServletRequest request) {
        String given = request.getHeader(NAME);
        if (given == null) {
            return request;
        }
        List<String> all = Collections.list(request.getHeaders(NAME));
        if (all.stream().noneMatch(each -> EMPTY_ELEMENT.matcher(each).find())) {
            return request;
        }
        String left = all.stream()
                .flatMap(each -> MimeTypeUtils.tokenize(each).stream())
                .map(String::strip)
                .filter(element -> !element.isEmpty())
                .collect(Collectors.joining(","));
        return new AcceptHeader(request, left.isEmpty() ? ANYTHING : left);
    }

    @Override
    public String getHeader(String name) {
        return NAME.equalsIgnoreCase(name) ? accept : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return NAME.equalsIgnoreCase(name) ? Collections.enumeration(List.of(accept)) : super.getHeaders(name);
    }
}
