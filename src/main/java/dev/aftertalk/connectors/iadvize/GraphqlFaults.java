package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;

/** The faults that iAdvize's GraphQL answers stand for: its errors come with the status 200 as often as with another. */
final class GraphqlFaults {

    static final HttpFaults HTTP = new HttpFaults(
            "iAdvize GraphQL", "iadvize.graphql.username and iadvize.graphql.password", "iadvize.graphql.url");

    private GraphqlFaults() {}

    /**
     * One of an answer's {@code errors}, as it is worded for ops people. It is permanent only when it is known to be: what is retried in vain
     * gives up in time, but what is given up at once is lost for a fault that may pass.
     */
    static RuntimeException of(JsonNode error) {
        String said = JsonAnswers.text(error, "message");
        String what = "iAdvize GraphQL answered with an error (\"" + HttpFaults.safe(said == null ? "" : said) + "\")";
        return switch (GraphqlError.of(error)) {
            case UNAUTHENTICATED -> HTTP.refused(what);
            case REFUSED -> HTTP.forbidden(what);
            case INVALID, MISSING -> new PermanentException(what);
            case SERVER, UNKNOWN -> new RetryableException(what, null);
        };
    }

    /** Whether an error is known to be the server's, and so to pass. */
    static boolean ofServer(JsonNode error) {
        return GraphqlError.of(error) == GraphqlError.SERVER;
    }

    /** Whether errors say that a query does not fit the schema. */
    static boolean ofQuery(JsonNode errors) {
        for (JsonNode error : errors) {
            if (GraphqlError.of(error) == GraphqlError.INVALID) {
                return true;
            }
        }
        return false;
    }

    /** The part of the conversation that an error is about, or null when it's about the whole. */
    static String part(JsonNode error) {
        JsonNode path = error.path("path");
        String root = path.path(0).asText();
        if (root.equals(ConversationQuery.CUSTOM_DATA)) {
            return root;
        }
        return root.equals("conversation") && path.size() > 1 ? path.get(1).asText() : null;
    }

    /** Whether an error is about one entry of a list, or less. */
    static boolean ofEntry(JsonNode error, String list) {
        JsonNode path = error.path("path");
        return path.size() > 2
                && path.get(0).asText().equals(list)
                && path.get(1).asText().equals("edges")
                && path.get(2).isIntegralNumber();
    }

    /** The words of the first error, fit for a log. */
    static String said(JsonNode errors) {
        String message = errors == null ? null : JsonAnswers.text(errors.path(0), "message");
        return message == null ? "no reason given" : HttpFaults.safe(message);
    }

    /** The fault of a token that is refused in the form of the login: {@code {"error": …}}. */
    static RefusesUsException refusedToken() {
        return HTTP.refused("iAdvize GraphQL refuses the token it has just given");
    }
}
