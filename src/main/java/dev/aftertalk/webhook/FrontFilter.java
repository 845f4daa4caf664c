package dev.aftertalk.webhook;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The first to see a request, behind the request metrics: turns away what nothing behind it should have to deal with. */
final class FrontFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isDecodable(request.getRequestURI())) {
            Problem.send(response, 400, null);
            return;
        }
        chain.doFilter(request, response);
    }

    /** The web server decodes what is before a semicolon and refuses it itself; what is behind one, Spring decodes, as a fault of ours. */
    private static boolean isDecodable(String address) {
        for (int at = address.indexOf('%'); at >= 0; at = address.indexOf('%', at + 1)) {
            if (at + 2 >= address.length()
                    || Character.digit(address.charAt(at + 1), 16) < 0
                    || Character.digit(address.charAt(at + 2), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
