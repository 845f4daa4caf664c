package dev.aftertalk.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Tells the pages below which path they are known, so that their links, forms, redirects and cookies are right behind a proxy that takes
 * that path off. It is what a trusted proxy says in {@code X-Forwarded-Prefix}, otherwise the path of {@code aftertalk.public-url} or, for
 * what is not for visitors, of {@code aftertalk.staff-url}.
 */
public final class BelowPath implements Filter {

    public static final String HEADER = "X-Forwarded-Prefix";
    /** What Tomcat notes when the headers of a proxy were believed. */
    private static final String TRUSTED = "org.apache.tomcat.request.forwarded";

    private final String forVisitors;
    private final String forStaff;

    public BelowPath(PublicUrl publicUrl, StaffUrl staffUrl) {
        this.forVisitors = WebAddress.path(publicUrl.publicUrl());
        this.forStaff = staffUrl.staffUrl().isEmpty() ? forVisitors : WebAddress.path(staffUrl.staffUrl());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        if (asked.getServletPath().startsWith("/webhooks/")
                || !asked.getContextPath().isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        boolean trusted = Boolean.TRUE.equals(asked.getAttribute(TRUSTED));
        String path = path(asked, trusted);
        int port = trusted ? OutsideRequest.port(asked) : asked.getServerPort();
        boolean same = path.isEmpty() && port == asked.getServerPort();
        chain.doFilter(same ? asked : new OutsideRequest(asked, path, port), response);
    }

    private String path(HttpServletRequest asked, boolean trusted) {
        String said = trusted ? asked.getHeader(HEADER) : null;
        if (said != null) {
            String path = said.strip().replaceAll("/+$", "");
            if (WebAddress.isPath(path)) {
                return path;
            }
        }
        String servletPath = asked.getServletPath();
        boolean visitors = servletPath.startsWith("/survey/") || servletPath.startsWith("/unsubscribe/");
        return visitors ? forVisitors : forStaff;
    }
}
