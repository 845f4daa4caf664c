package dev.aftertalk.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.http.HttpFaults;
import dev.aftertalk.http.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.util.regex.Pattern;

/** The faults that iAdvize's GraphQL answers stand for: its errors come with the status 200 as often as with another. */
final class GraphqlFaults {

    static final HttpFaults HTTP = new HttpFaults(
            "iAdvize GraphQL", "iadvize.graphql.username and iadvize.graphql.password", "iadvize.graphql.url");

    private static final Pattern AUTHENTICATION = Pattern.compile(
            "unauthenticated|unauthorized|access denied|forbidden|(invalid|expired).token", Pattern.CASE_INSENSITIVE);
    private static final Pattern SERVER_FAULT =
            Pattern.compile("internal(.server)?.error|internal|service.unavailable|timeout", Pattern.CASE_INSENSITIVE);

    private static final Pattern INVALID = Pattern.compile(
            "cannot query|unknown (type|argument|field|fragment)|undefined|validation|must (not )?have a|conflict|expected type",
            Pattern.CASE_INSENSITIVE);

    private GraphqlFaults() {}

    /** The first error of an answer's {@code errors}, as it is worded for ops people. */
    static RuntimeException of(JsonNode error) {
        String said = JsonAnswers.text(error, "message");
        String what = "iAdvize GraphQL answered with an error (\"" + HttpFaults.safe(said == null ? "" : said) + "\")";
        if (refuses(error)) {
            return HTTP.refused(what);
        }
        return ofServer(error) ? new RetryableException(what, null) : new PermanentException(what);
    }

    /** Whether an error is about what our user may see. */
    static boolean refuses(JsonNode error) {
        String said = JsonAnswers.text(error, "message");
        return matches(AUTHENTICATION, code(error, "code"))
                || said != null && AUTHENTICATION.matcher(said).find();
    }

    /** Whether an error is a resolver that failed: what the status 500 is to REST. */
    static boolean ofServer(JsonNode error) {
        return matches(SERVER_FAULT, code(error, "code"))
                || matches(SERVER_FAULT, code(error, "category"))
                || matches(SERVER_FAULT, JsonAnswers.text(error, "message"));
    }

    /** Whether errors say that a query does not fit the schema. */
    static boolean ofQuery(JsonNode errors) {
        return errors.findValuesAsText("message").stream()
                .anyMatch(said -> INVALID.matcher(said).find());
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
    static PermanentException refusedToken() {
        return HTTP.refused("iAdvize GraphQL refuses the token it has just given");
    }

    private static String code(JsonNode error, String name) {
        return JsonAnswers.text(error.path("extensions"), name);
    }

    private static boolean matches(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }
}
