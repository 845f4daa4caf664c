package dev.aftertalk.intake;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/**
 * A call that passed the checks, as the route sees it: the plain body from memory, the one path, no query, and no header that Camel
 * would take for an instruction of ours.
 */
final class WebhookRequest extends HttpServletRequestWrapper {

    private final byte[] body;
    private final boolean inflated;
    private final MemoryInputStream stream;

    WebhookRequest(HttpServletRequest request, byte[] body, boolean inflated) {
        super(request);
        this.body = body;
        this.inflated = inflated;
        this.stream = new MemoryInputStream(body);
    }

    private boolean hidden(String name) {
        return startsWith(name, "Camel")
                || startsWith(name, "org.apache.camel")
                || name.equalsIgnoreCase(WebhookFilter.SIGNATURE)
                || name.equalsIgnoreCase("Transfer-Encoding")
                || (inflated && name.equalsIgnoreCase("Content-Encoding"));
    }

    private static boolean startsWith(String name, String prefix) {
        return name.regionMatches(true, 0, prefix, 0, prefix.length());
    }

    private static boolean isContentLength(String name) {
        return name.equalsIgnoreCase("Content-Length");
    }

    @Override
    public String getHeader(String name) {
        if (isContentLength(name)) {
            return Integer.toString(body.length);
        }
        return hidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        if (isContentLength(name)) {
            return Collections.enumeration(Collections.singleton(getHeader(name)));
        }
        return hidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !hidden(name))
                .toList());
    }

    @Override
    public int getIntHeader(String name) {
        String value = getHeader(name);
        return value == null ? -1 : Integer.parseInt(value);
    }

    @Override
    public long getDateHeader(String name) {
        return hidden(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public int getContentLength() {
        return body.length;
    }

    @Override
    public long getContentLengthLong() {
        return body.length;
    }

    @Override
    public ServletInputStream getInputStream() {
        return stream;
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    @Override
    public String getCharacterEncoding() {
        return StandardCharsets.UTF_8.name();
    }

    @Override
    public String getRequestURI() {
        return getContextPath() + WebhookFilter.PATH;
    }

    @Override
    public StringBuffer getRequestURL() {
        StringBuffer url = super.getRequestURL();
        url.setLength(url.length() - super.getRequestURI().length());
        return url.append(getRequestURI());
    }

    @Override
    public String getServletPath() {
        return WebhookFilter.PATH;
    }

    @Override
    public String getQueryString() {
        return null;
    }

    @Override
    public String getParameter(String name) {
        return null;
    }

    @Override
    public String[] getParameterValues(String name) {
        return null;
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.emptyEnumeration();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        return Map.of();
    }
}
