package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Message;

/**
 * One conversation asked of GraphQL: what to ask next, until the whole of it is there. A part that iAdvize refuses is asked for no more; only
 * when the conversation itself can't be had does the look-up fail.
 */
final class GraphqlConversation {

    private final String id;
    private final boolean patient;
    private final ConversationSchema schema;
    private final TranscriptPages pages;
    private final Set<String> without = new HashSet<>();
    private ConversationSchema.Held known;
    private ConversationQuery query;
    private boolean asDocumented;
    private JsonNode conversation;
    private JsonNode customData;
    private String visitor;

    /** @param patient whether to ask again for any part that iAdvize fails to give, or to go on without those that can be missing */
    GraphqlConversation(String id, ConversationSchema schema, int mostMessages, boolean patient) {
        this.id = id;
        this.patient = patient;
        this.schema = schema;
        this.pages = new TranscriptPages(mostMessages);
    }

    /** Whether there is something more to ask for. */
    boolean asking() {
        return conversation == null || pages.more();
    }

    /** The next request, as JSON. */
    byte[] question() {
        if (conversation != null) {
            return query.next(id, pages.size(), pages.cursor());
        }
        if (query == null) {
            known = schema.current();
            query = written();
        }
        return query.first(id, pages.size());
    }

    /** Takes the answer to the last request. */
    void answered(Message answer) {
        JsonNode json = JsonAnswers.read(answer);
        JsonNode errors = json == null ? null : json.path("errors");
        boolean refused = errors != null && errors.path(0).isObject();
        if (HttpFaults.status(answer) != 400 || !refused) {
            GraphqlFaults.HTTP.check(answer, errors == null ? null : JsonAnswers.text(errors.path(0), "message"));
        }
        if (json == null) {
            throw GraphqlFaults.HTTP.notJson(answer);
        }
        if (json.hasNonNull("error")) { // the form in which iAdvize refuses a token
            throw GraphqlFaults.refusedToken();
        }
        JsonNode found = json.path("data").path("conversation");
        if (conversation != null) {
            page(found.path("messages"), errors);
        } else if (found.isObject()) {
            first(found, json.path("data"), errors);
        } else if (refused) {
            askOtherwise(errors);
        } else if (found.isNull()) {
            throw new PermanentException("iAdvize GraphQL knows no conversation with the event's conversationId");
        } else {
            throw new PermanentException("iAdvize GraphQL answered without the conversation it was asked for");
        }
    }

    /** The conversation, normalised but for what the event knows better. */
    Map<String, Object> conversation() {
        Map<String, Object> all = new LinkedHashMap<>(ConversationMapper.conversation(conversation, customData));
        if (!pages.operators().isEmpty()) {
            all.put("operators", pages.operators());
        }
        all.put("visitor", ConversationMapper.visitor(conversation.path("visitor")));
        all.put("transcript", pages.messages());
        if (pages.truncated()) {
            all.put("transcriptTruncated", true);
        }
        return all;
    }

    private void first(JsonNode found, JsonNode data, JsonNode errors) {
        HiddenParts.check(errors, data, patient);
        conversation = found;
        customData = data.hasNonNull(ConversationQuery.CUSTOM_DATA)
                ? data.get(ConversationQuery.CUSTOM_DATA)
                : found.path("customData");
        visitor = MessageMapper.name(found.path("visitor"));
        pages.add(found.path("messages"), visitor);
        if (query.next() == null) {
            pages.end();
        }
        if (!errors.isEmpty()) {
            schema.note("iAdvize GraphQL left out parts of a conversation: " + GraphqlFaults.said(errors));
        }
    }

    private void page(JsonNode messages, JsonNode errors) {
        if (messages.isObject() && (errors.isEmpty() || !messages.path("edges").isNull())) {
            pages.add(messages, visitor);
            return;
        }
        for (JsonNode error : errors) {
            if (HiddenParts.passes(error)) {
                throw GraphqlFaults.of(error);
            }
        }
        schema.note("iAdvize GraphQL gives no more messages of a conversation: " + GraphqlFaults.said(errors));
        pages.end();
    }

    /** Leaves out what the errors name; for a query that is invalid asks for the schema again, and at last as documented. */
    private void askOtherwise(JsonNode errors) {
        boolean less = false;
        for (JsonNode error : errors) {
            String part = GraphqlFaults.part(error);
            boolean failed = GraphqlFaults.ofServer(error) && (part == null || patient);
            if (failed || HiddenParts.needs(part) && HiddenParts.passes(error)) {
                throw GraphqlFaults.of(error);
            }
            less |= part != null && without.add(part);
        }
        boolean renewed = !less && !asDocumented && GraphqlFaults.ofQuery(errors) && schema.refused(known);
        asDocumented |= !less && !renewed && GraphqlFaults.ofQuery(errors);
        ConversationQuery other = renewed ? null : written();
        if (query.equals(other)) {
            throw GraphqlFaults.of(errors.path(0));
        }
        schema.note("iAdvize GraphQL refused a part of the question about a conversation, asking otherwise: "
                + GraphqlFaults.said(errors));
        query = other;
    }

    private ConversationQuery written() {
        return asDocumented ? ConversationQuery.basic(without) : known.without(without);
    }
}
