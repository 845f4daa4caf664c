package dev.aftertalk.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request with the path and the port that whoever sent it knows. */
final class OutsideRequest extends HttpServletRequestWrapper {

    private static final Pattern PORT = Pattern.compile(":(\\d{1,5})$");

    private final String path;
    private final int port;

    OutsideRequest(HttpServletRequest request, String path, int port) {
        super(request);
        this.path = path;
        this.port = port;
    }

    /**
     * The port that a trusted proxy was asked at. Tomcat takes it from {@code X-Forwarded-Port} alone and otherwise has the usual one of the
     * scheme, also where the host that the proxy hands on says another.
     */
    static int port(HttpServletRequest request) {
        if (request.getHeader("X-Forwarded-Port") != null || request.getHeader("X-Forwarded-Proto") == null) {
            return request.getServerPort();
        }
        String forwarded = request.getHeader("X-Forwarded-Host");
        String host = forwarded == null ? request.getHeader("Host") : forwarded;
        Matcher port = PORT.matcher(host == null ? "" : host.strip());
        return port.find() ? Integer.parseInt(port.group(1)) : request.getServerPort();
    }

    @Override
    public String getContextPath() {
        return path;
    }

    @Override
    public String getRequestURI() {
        return path + super.getRequestURI();
    }

    @Override
    public StringBuffer getRequestURL() {
        StringBuffer url = new StringBuffer(getScheme()).append("://").append(getServerName());
        if (port != ("https".equals(getScheme()) ? 443 : 80)) {
            url.append(':').append(port);
        }
        return url.append(getRequestURI());
    }

    @Override
    public int getServerPort() {
        return port;
    }
}
