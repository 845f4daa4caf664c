package dev.aftertalk.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.http.HttpFaults;
import dev.aftertalk.http.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Message;

/** Reads the visitor out of GraphQL's answer about a conversation. */
final class ConversationAnswer {

    private static final HttpFaults FAULTS = new HttpFaults(
            "iAdvize GraphQL", "iadvize.graphql.username and iadvize.graphql.password", "iadvize.graphql.url");
    private static final Pattern AUTHENTICATION = Pattern.compile(
            "unauthenticated|unauthorized|access denied|forbidden|(invalid|expired).token", Pattern.CASE_INSENSITIVE);
    private static final Pattern SERVER_FAULT =
            Pattern.compile("internal(.server)?.error|internal|service.unavailable|timeout", Pattern.CASE_INSENSITIVE);
    private static final List<String> FIELDS = List.of(
            "visitorId",
            "legacyVisitorId",
            "externalUserId",
            "firstName",
            "lastName",
            "email",
            "phoneNumber",
            "address",
            "city",
            "zipCode",
            "country",
            "username",
            "source",
            "createdAt");

    private ConversationAnswer() {}

    /** The visitor, normalised; empty when the conversation has none. */
    static Map<String, Object> visitor(Message answer) {
        JsonNode json = JsonAnswers.read(answer);
        JsonNode error = json == null ? null : json.path("errors").path(0);
        FAULTS.check(answer, JsonAnswers.text(error, "message"));
        if (json == null) {
            throw FAULTS.notJson(answer);
        }
        if (!error.isMissingNode()) {
            throw fault(error);
        }
        if (json.hasNonNull("error")) { // the form in which iAdvize refuses a token
            throw FAULTS.refused("iAdvize GraphQL refuses the token it has just given");
        }
        JsonNode conversation = json.path("data").path("conversation");
        if (conversation.isNull()) {
            throw new PermanentException("iAdvize GraphQL knows no conversation with the event's conversationId");
        }
        if (!conversation.isObject()) {
            throw new PermanentException("iAdvize GraphQL answered without the conversation it was asked for");
        }
        return normalised(conversation.path("visitor"));
    }

    private static RuntimeException fault(JsonNode error) {
        String said = JsonAnswers.text(error, "message");
        String code = JsonAnswers.text(error.path("extensions"), "code");
        String category = JsonAnswers.text(error.path("extensions"), "category");
        String what = "iAdvize GraphQL answered with an error (\"" + HttpFaults.safe(said == null ? "" : said) + "\")";
        if (matches(AUTHENTICATION, code)
                || said != null && AUTHENTICATION.matcher(said).find()) {
            return FAULTS.refused(what);
        }
        // a resolver that failed: what the status 500 is to REST
        if (matches(SERVER_FAULT, code) || matches(SERVER_FAULT, category) || matches(SERVER_FAULT, said)) {
            return new RetryableException(what, null);
        }
        return new PermanentException(what);
    }

    private static boolean matches(Pattern pattern, String text) {
        return text != null && pattern.matcher(text).matches();
    }

    private static Map<String, Object> normalised(JsonNode visitor) {
        Map<String, Object> known = new LinkedHashMap<>();
        for (String field : FIELDS) {
            String value = JsonAnswers.text(visitor, field);
            if (value != null) {
                known.put(field, value);
            }
        }
        return known;
    }
}
