package dev.aftertalk.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.http.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/** Reads the visitor out of GraphQL's answer about a conversation. */
final class ConversationAnswer {

    static final List<String> FIELDS = List.of(
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
        GraphqlFaults.HTTP.check(answer, JsonAnswers.text(error, "message"));
        if (json == null) {
            throw GraphqlFaults.HTTP.notJson(answer);
        }
        if (!error.isMissingNode()) {
            throw GraphqlFaults.of(error);
        }
        if (json.hasNonNull("error")) { // the form in which iAdvize refuses a token
            throw GraphqlFaults.refusedToken();
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

    static Map<String, Object> normalised(JsonNode visitor) {
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
