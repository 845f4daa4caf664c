package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.RetryAfter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.hc.core5.http.HttpResponse;

/** Asks iAdvize for a GraphQL token with the user's name and password, the one grant it offers. */
final class GraphqlLogin implements Supplier<GraphqlToken> {

    private static final HttpFaults FAULTS = new HttpFaults(
            "iAdvize login", "iadvize.graphql.username and iadvize.graphql.password", "iadvize.graphql.token-url");

    /** OAuth 2 says 400 for a wrong password. */
    private static final int[] REFUSALS = {400, HttpFaults.UNAUTHORIZED, HttpFaults.FORBIDDEN};

    /** iAdvize counts logins by the minute. */
    private static final Duration BLOCKED = Duration.ofSeconds(60);

    private final DirectCall call;
    private final byte[] form;
    private final Clock clock;

    GraphqlLogin(IadvizeSettings.Graphql settings, CamelContext camel, Clock clock) {
        this.call = new DirectCall(
                () -> IadvizeApis.of(camel).login(), "iAdvize login", "application/x-www-form-urlencoded");
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

    /** Why an answer refuses the user; null when it does not. */
    static String refusal(HttpResponse answer) {
        return FAULTS.refusal(answer, REFUSALS);
    }

    private static void check(Message answer, String said) {
        int status = HttpFaults.status(answer);
        if (IntStream.of(REFUSALS).anyMatch(each -> each == status)) {
            throw new RefusesUsException(FAULTS.refusal(status));
        }
        if (status == 429 && RetryAfter.of(answer) == null) {
            throw FAULTS.of(429, BLOCKED, said);
        }
        FAULTS.check(answer, said);
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
