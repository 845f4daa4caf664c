package dev.aftertalk.access;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.web.Problem;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;

/** Sends every request through Spring Security but those of {@link OpenPaths}, which must not pay for it. */
final class OpenPathsFilter implements Filter {

    private static final Logger LOG = LoggerFactory.getLogger(OpenPathsFilter.class);

    private final OpenPaths open;
    private final Supplier<Filter> security;

    /** @param security asked at the first request that needs it: Spring Security takes a good part of a second to build */
    OpenPathsFilter(OpenPaths open, Supplier<Filter> security) {
        this.open = open;
        this.security = security;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (open.skips((HttpServletRequest) request)) {
            chain.doFilter(request, response);
            return;
        }
        try {
            security.get().doFilter(request, response, chain);
        } catch (DataAccessException | RetryableException e) {
            // Only from finding out who it is: what goes wrong behind comes wrapped.
            LOG.warn("Nobody can be recognised because the database is away: {}", e.getMessage());
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setHeader(HttpHeaders.RETRY_AFTER, "5");
            Problem.answer(
                    (HttpServletRequest) request,
                    answer,
                    503,
                    "Who you are can't be looked up now: try again in a few seconds.");
        }
    }
}
