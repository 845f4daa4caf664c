package dev.aftertalk.intake;

import dev.aftertalk.intake.Refusal.Reason;
import dev.aftertalk.text.JsonBytes;
import dev.aftertalk.web.AcceptHeader;
import dev.aftertalk.web.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/**
 * The first to see a request, behind the request metrics: turns away what nothing behind it should have to deal with, and keeps some
 * threads for the webhook and the health checks, however slow everything else is, or whoever reads its answers.
 */
final class FrontFilter extends HttpFilter {

    private static final Set<Reason> REASONS = EnumSet.of(
            Reason.TOO_LARGE,
            Reason.TOO_SLOW,
            Reason.CUT_SHORT,
            Reason.NOT_UTF8,
            Reason.MEDIA_TYPE,
            Reason.NO_ROOM,
            Reason.BUSY,
            Reason.NOT_READY);

    private static final Pattern WILDCARD = Pattern.compile("^[^;]*\\*");
    private static final Refusal TYPE_WITH_WILDCARD = new Refusal(
            Reason.MEDIA_TYPE, 415, "Say in Content-Type what the body is, without a wildcard: application/json.");

    private final transient Semaphore others;
    private final transient Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    /** @param others how many requests may be worked on at once that are neither webhooks nor health checks */
    FrontFilter(int others, MeterRegistry meters) {
        this.others = new Semaphore(others);
        for (Reason reason : REASONS) {
            refused.put(
                    reason,
                    Counter.builder("aftertalk.web.refused")
                            .description(
                                    "Requests to other addresses than the webhook that were turned away at the front door")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!isDecodable(request.getRequestURI())) {
            Problem.answer(request, response, 400, null);
            return;
        }
        String path = request.getServletPath();
        if (path.equals(WebhookFilter.PATH) || path.equals(WebhookFilter.PATH + "/")) {
            chain.doFilter(request, response);
            return;
        }
        doNoWebhook(AcceptHeader.withoutEmptyElements(request), response, chain, path);
    }

    private void doNoWebhook(HttpServletRequest request, HttpServletResponse response, FilterChain chain, String path)
            throws IOException, ServletException {
        Refusal refusal = refusal(request, path);
        if (refusal != null) {
            refuse(request, response, refusal);
        } else if (path.equals("/health") || path.startsWith("/actuator/health")) {
            chain.doFilter(request, response);
        } else {
            doOther(request, response, chain);
        }
    }

    /** Of the webhook's body its own filter says why it is not taken. */
    private static Refusal refusal(HttpServletRequest request, String path) {
        TakenBody body = TakenBody.of(request);
        Refusal refusal = body == null ? null : body.refusal();
        if (refusal != null) {
            return refusal;
        }
        if (hasWildcard(request)) {
            return TYPE_WITH_WILDCARD;
        }
        boolean isJson = body != null && path.startsWith("/api/") && isJson(request);
        return isJson && JsonBytes.of(body.bytes()) == null
                ? new Refusal(Reason.NOT_UTF8, 400, "Send JSON in UTF-8.")
                : null;
    }

    /** No type of a body, and Spring would take it for a fault of ours. */
    private static boolean hasWildcard(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && WILDCARD.matcher(type).find();
    }

    private void doOther(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!others.tryAcquire()) {
            refuse(
                    request,
                    response,
                    new Refusal(Reason.BUSY, 503, "Busy: try again in a few seconds.", "Retry-After", "5"));
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            others.release();
        }
    }

    private static boolean isJson(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        refused.get(refusal.reason()).increment();
        if (refusal.header() != null) {
            response.setHeader(refusal.header(), refusal.headerValue());
        }
        Problem.answer(request, response, refusal.status(), refusal.getMessage());
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
