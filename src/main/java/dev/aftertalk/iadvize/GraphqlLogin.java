package dev.aftertalk.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.http.HttpFaults;
import dev.aftertalk.http.JsonAnswers;
import dev.aftertalk.ledger.RetryableException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;

/** Asks iAdvize for a GraphQL token with the user's name and password, the one grant it offers. */
final class GraphqlLogin implements Supplier<GraphqlToken> {

    private static final HttpFaults FAULTS = new HttpFaults(
            "iAdvize login", "iadvize.graphql.username and iadvize.graphql.password", "iadvize.graphql.token-url");

    /** iAdvize counts logins by the minute. */
    private static final String BLOCKED_SECONDS = "60";

    private final DirectCall call;
    private final byte[] form;
    private final Clock clock;

    GraphqlLogin(IadvizeSettings.Graphql settings, CamelContext camel, Clock clock) {
        this.call = new DirectCall(
                camel, "iAdvize login", "iadvize-login:" + settings.tokenUrl(), "application/x-www-form-urlencoded");
        this.form = ("username=" + encoded(settings.username()) + "&password=" + encoded(settings.password())
                        + "&grant_type=password")
                .getBytes(StandardCharsets.US_ASCII);
        this.clock = clock;
    }

    @Override
    public GraphqlToken get() {
        Instant asked = clock.instant();
        Message answer = call.post(form);
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

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
