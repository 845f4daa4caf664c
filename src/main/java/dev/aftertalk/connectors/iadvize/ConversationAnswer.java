package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

    /**
     * The visitor, normalised; empty when the conversation has none. An answer that lacks a part, and says so in its errors, is used unless
     * the part may be the e-mail address, which most of what is done begins with.
     *
     * @param otherwise whether somebody else can be asked for a visitor that iAdvize won't show here; then it is empty
     * @param notes takes what is left out, in words for ops people
     * @throws PermanentException or another fault of the ledger, when there is no answer that can be used
     */
    static Map<String, Object> visitor(Message answer, boolean otherwise, Consumer<String> notes) {
        JsonNode json = JsonAnswers.read(answer);
        JsonNode errors = json == null ? MissingNode.getInstance() : json.path("errors");
        JsonNode conversation = json == null ? errors : json.path("data").path("conversation");
        JsonNode hidden = conversation.isObject() ? HiddenParts.ofAddress(errors, conversation) : errors.path(0);
        GraphqlFaults.HTTP.check(answer, JsonAnswers.text(errors.path(0), "message"));
        if (json == null) {
            throw GraphqlFaults.HTTP.notJson(answer);
        }
        if (hidden != null && !hidden.isMissingNode()) {
            boolean ofVisitor = conversation.isObject() || "visitor".equals(GraphqlFaults.part(hidden));
            if (!otherwise || !ofVisitor || HiddenParts.passes(hidden)) {
                throw GraphqlFaults.of(hidden);
            }
            notes.accept("iAdvize GraphQL does not show the visitor: " + GraphqlFaults.said(errors));
            return Map.of();
        }
        if (json.hasNonNull("error")) { // the form in which iAdvize refuses a token
            throw GraphqlFaults.refusedToken();
        }
        if (conversation.isNull()) {
            throw new PermanentException("iAdvize GraphQL knows no conversation with the event's conversationId");
        }
        if (!conversation.isObject()) {
            throw new PermanentException("iAdvize GraphQL answered without the conversation it was asked for");
        }
        if (errors.path(0).isObject()) {
            notes.accept("iAdvize GraphQL left out a part of the visitor: " + GraphqlFaults.said(errors));
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
