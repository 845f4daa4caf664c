package dev.aftertalk.security;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.Supplier;

/** Sends every request through Spring Security but those of {@link OpenPaths}, which must not pay for it. */
final class Door implements Filter {

    private final OpenPaths open;
    private final Supplier<Filter> security;

    /** @param security asked at the first request that needs it: Spring Security takes a good part of a second to build */
    Door(OpenPaths open, Supplier<Filter> security) {
        this.open = open;
        this.security = security;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (open.skips((HttpServletRequest) request)) {
            chain.doFilter(request, response);
        } else {
            security.get().doFilter(request, response, chain);
        }
    }
}
