package dev.aftertalk.intake;

import dev.aftertalk.web.Problem;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.springframework.stereotype.Component;

/**
 * The answers of a route that could not take what it was sent: the bean {@code problem}, to be used as a step of its own. In an expression,
 * headers it takes away would come back.
 */
@Component("problem")
class WebhookProblem {

    private final RefusalCounts counts;

    WebhookProblem(RefusalCounts counts) {
        this.counts = counts;
    }

    /**
     * The body of an answer of a route's own.
     *
     * @param status the HTTP status that goes with the answer
     * @param detail what the caller can do about it, without anything internal; null for a general sentence
     */
    public String json(int status, String detail) {
        return Problem.body(status, detail);
    }

    /** Turns the exchange into a 400 whose detail is the message of the caught exception, so that one must be meant for the sender. */
    public String badRequest(Exchange exchange) {
        count(exchange, Refusal.Reason.NOT_AN_EVENT);
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        return answer(exchange, 400, cause == null ? null : cause.getMessage());
    }

    /** Turns the exchange into a 503 that asks to come back in a few seconds. */
    public String unavailable(Exchange exchange) {
        count(exchange, Refusal.Reason.UNAVAILABLE);
        String body = answer(exchange, 503, null);
        exchange.getMessage().setHeader("Retry-After", WebhookFilter.RETRY_AFTER);
        return body;
    }

    private void count(Exchange exchange, Refusal.Reason reason) {
        if (RouteIntakeGate.ROUTE.equals(exchange.getFromRouteId())) {
            counts.add(reason);
        }
    }

    private static String answer(Exchange exchange, int status, String detail) {
        Message message = exchange.getMessage();
        // A response would repeat every header of the request.
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        message.setHeader(Exchange.CONTENT_TYPE, Problem.MEDIA_TYPE);
        return Problem.body(status, detail);
    }
}
