package dev.aftertalk.intake;

import dev.aftertalk.intake.Refusal.Reason;
import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.text.JsonBytes;
import dev.aftertalk.web.Problem;
import dev.aftertalk.web.WebhookRoute;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Stands in front of the webhook route and lets through only calls that are well-formed, bounded and signed by iAdvize, with their body
 * in memory and nothing in their headers that could steer Camel.
 *
 * <p>The checks that cost nothing come first. A body is inflated only once its signature is known to be right, so a stranger can't make
 * this server work.
 */
final class WebhookFilter extends HttpFilter {

    static final String PATH = WebhookRoute.PATH;
    static final String RETRY_AFTER = "5";
    static final String SIGNATURE = "x-iadvize-signature";

    private final transient IntakeGate gate;
    private final transient Inflation inflation;
    private final transient SignatureVerifier signatures;
    private final transient WebhookRoute route;
    private final transient Semaphore threads;
    private final transient RefusalCounts counts;
    private final transient RefusalLog log = new RefusalLog();

    /** @param threads how many of the web server's threads may wait at once for an event to be stored */
    WebhookFilter(
            int threads,
            IntakeGate gate,
            Inflation inflation,
            SignatureVerifier signatures,
            WebhookRoute route,
            RefusalCounts counts) {
        this.threads = new Semaphore(threads);
        this.gate = gate;
        this.inflation = inflation;
        this.signatures = signatures;
        this.route = route;
        this.counts = counts;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // Without a handler of Spring's the metrics would not know which address answers.
        ServerHttpObservationFilter.findObservationContext(request)
                .ifPresent(observation -> observation.setPathPattern(PATH));
        WebhookRequest accepted;
        try {
            accepted = accept(request);
        } catch (Refusal refusal) {
            refuse(request, response, refusal);
            return;
        }
        handOver(accepted, response, chain);
    }

    /** While the database hangs each waits for as long as an event may take to be stored; then the others wait on threads of their own, and health checks are answered. */
    private void handOver(WebhookRequest accepted, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!threads.tryAcquire()) {
            chain.doFilter(accepted, response);
            return;
        }
        try {
            route.answer(accepted, response, chain);
        } finally {
            threads.release();
        }
    }

    private WebhookRequest accept(HttpServletRequest request) throws Refusal {
        RequestChecks.requirePost(request);
        RequestChecks.requireJson(request);
        boolean compressed = RequestChecks.requireKnownEncoding(request);
        if (!gate.open()) {
            throw new Refusal(
                    Reason.NOT_READY,
                    503,
                    "Not ready to take events: send it again in a few seconds.",
                    "Retry-After",
                    RETRY_AFTER);
        }
        byte[] raw = body(request);
        List<String> given = Collections.list(request.getHeaders(SIGNATURE));
        if (given.size() != 1 || !signatures.matches(given.get(0), raw)) {
            throw new Refusal(
                    Reason.SIGNATURE,
                    401,
                    "Sign the raw body: one " + SIGNATURE
                            + " header with sha256= and the HMAC-SHA256 in hex, made with the secret token set here.");
        }
        return new WebhookRequest(request, json(compressed ? inflation.inflate(raw) : raw), compressed);
    }

    /** Camel reads the body as text, with a replacement for what is no character: what comes out of that is always UTF-8, but not what was signed. */
    private static byte[] json(byte[] body) throws Refusal {
        byte[] json = JsonBytes.of(body);
        if (json == null) {
            throw new Refusal(Reason.NOT_UTF8, 400, "Send the event as JSON in UTF-8.");
        }
        return json;
    }

    private static byte[] body(HttpServletRequest request) throws Refusal {
        TakenBody body = TakenBody.of(request);
        if (body == null) {
            return new byte[0];
        }
        Refusal refusal = body.refusal();
        if (refusal != null) {
            throw refusal;
        }
        return body.bytes();
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) {
        counts.add(refusal.reason());
        log.add(refusal.status(), refusal.getMessage());
        if (refusal.header() != null) {
            response.setHeader(refusal.header(), refusal.headerValue());
        }
        try {
            Problem.send(response, refusal.status(), refusal.getMessage());
        } catch (IOException e) {
            // The sender is gone: there is nobody left to answer.
        }
    }
}
