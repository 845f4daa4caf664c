package dev.aftertalk.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.http.HttpFaults;
import dev.aftertalk.http.JsonAnswers;
import dev.aftertalk.ledger.RetryableException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RuntimeCamelException;

/** Asks iAdvize for a GraphQL token with the user's name and password, the one grant it offers. */
final class GraphqlLogin implements Supplier<GraphqlToken> {

    private static final HttpFaults FAULTS = new HttpFaults(
            "iAdvize login", "iadvize.graphql.username and iadvize.graphql.password", "iadvize.graphql.token-url");

    /** iAdvize counts logins by the minute. */
    private static final String BLOCKED_SECONDS = "60";

    private final String endpoint;
    private final byte[] form;
    private final ProducerTemplate template;
    private final Clock clock;

    GraphqlLogin(IadvizeSettings.Graphql settings, ProducerTemplate template, Clock clock) {
        this.endpoint = "iadvize-login:" + settings.tokenUrl();
        this.form = ("username=" + encoded(settings.username()) + "&password=" + encoded(settings.password())
                        + "&grant_type=password")
                .getBytes(StandardCharsets.US_ASCII);
        this.template = template;
        this.clock = clock;
    }

    @Override
    public GraphqlToken get() {
        Instant asked = clock.instant();
        Exchange exchange = template.request(endpoint, this::ask);
        if (exchange.getException() instanceof IOException e) {
            throw new RetryableException(
                    "iAdvize login can't be reached (" + e.getClass().getSimpleName() + ")", e);
        }
        if (exchange.getException() != null) {
            throw RuntimeCamelException.wrapRuntimeCamelException(exchange.getException());
        }
        Message answer = exchange.getMessage();
        JsonNode json = JsonAnswers.read(answer);
        check(answer, JsonAnswers.text(json, "error_description"));
        String token = JsonAnswers.text(json, "access_token");
        if (token == null) {
            throw json == null
                    ? FAULTS.notJson(answer)
                    : new RetryableException("iAdvize login answered HTTP 200 without an access_token", null);
        }
        return GraphqlToken.of(token, json.path("expires_in").asLong(0), asked);
    }

    private static void check(Message answer, String said) {
        int status = HttpFaults.status(answer);
        if (status == 400) { // OAuth 2 says so for a wrong password
            throw FAULTS.refused("iAdvize login answered HTTP 400");
        }
        if (status == 429 && HttpFaults.retryAfter(answer.getHeader("Retry-After", String.class)) == null) {
            throw FAULTS.of(429, BLOCKED_SECONDS, said);
        }
        FAULTS.check(answer, said);
    }

    private void ask(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setHeader(Exchange.HTTP_METHOD, "POST");
        message.setHeader(Exchange.CONTENT_TYPE, "application/x-www-form-urlencoded");
        message.setBody(form);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
