package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.text.PlainText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/**
 * One look-up of an event's conversation from the first question to the last: GraphQL is asked for all of it, or REST for what REST has of it
 * and for its visitor.
 */
final class ConversationLookup {

    private enum Step {
        GRAPHQL,
        REST_CONVERSATION,
        REST_VISITOR,
        DONE
    }

    private final Map<?, ?> event;
    private final String conversationId;
    private final GraphqlConversation graphql;
    private final boolean rest;
    private final int mostMessages;
    private final Map<String, Object> found = new LinkedHashMap<>();
    private final Map<String, Object> visitor = new LinkedHashMap<>();
    private VisitorLookup person;
    private Step step;

    /**
     * @param graphql asks GraphQL, or null when only REST can be asked
     * @param rest whether REST can be asked
     */
    ConversationLookup(
            Map<?, ?> event, String conversationId, GraphqlConversation graphql, boolean rest, int mostMessages) {
        this.event = event;
        this.conversationId = conversationId;
        this.graphql = graphql;
        this.rest = rest;
        this.mostMessages = mostMessages;
        this.person = VisitorLookup.of(event);
        this.step = graphql != null
                ? Step.GRAPHQL
                : RestConversation.path(conversationId, event) != null ? Step.REST_CONVERSATION : visitorNext();
    }

    boolean asking() {
        return step != Step.DONE;
    }

    boolean byGraphql() {
        return step == Step.GRAPHQL;
    }

    byte[] question() {
        return graphql.question();
    }

    String path() {
        return step == Step.REST_VISITOR ? person.path() : RestConversation.path(conversationId, event);
    }

    String query() {
        return step == Step.REST_VISITOR ? person.query() : RestConversation.query(conversationId, event);
    }

    /** Takes the answer to the last question. */
    void answered(Message answer) {
        switch (step) {
            case GRAPHQL -> byGraphql(answer);
            case REST_CONVERSATION -> byRest(RestConversation.find(RestAnswer.data(answer), conversationId));
            default -> {
                visitor.putAll(clean(RestAnswer.visitorIfKnown(answer, person.uniqueId())));
                step = Step.DONE;
            }
        }
    }

    /** What is known of the conversation, normalised, with what the event says where iAdvize says nothing. */
    Map<String, Object> conversation() {
        Map<String, Object> all = new KnownConversation();
        all.put("conversationId", conversationId);
        MessageMapper.put(all, "channel", RestConversation.channel(VisitorLookup.text(event, "channel")));
        String projectId = VisitorLookup.text(event, "projectId");
        String project = projectId == null ? VisitorLookup.text(event, "websiteId") : projectId;
        MessageMapper.put(all, "project", project == null ? null : Map.of("id", project));
        found.forEach((key, value) -> MessageMapper.put(all, key, value));
        Map<String, Object> who = new LinkedHashMap<>(person.ids());
        who.putAll(visitor);
        ConversationMapper.putFilled(all, "visitor", who);
        all.put("transcript", found.getOrDefault("transcript", List.of()));
        return all;
    }

    private void byGraphql(Message answer) {
        graphql.answered(answer);
        if (!graphql.asking()) {
            found.putAll(graphql.conversation());
            ((Map<?, ?>) found.remove("visitor")).forEach((key, value) -> visitor.put((String) key, value));
            step = visitor.isEmpty() ? visitorNext() : Step.DONE;
        }
    }

    private void byRest(JsonNode conversation) {
        if (conversation != null) {
            found.putAll(RestConversation.conversation(conversation, mostMessages));
            if (person.path() == null) {
                person = RestConversation.visitor(conversation).orElse(person);
            }
        }
        step = visitorNext();
    }

    private Step visitorNext() {
        return rest && person.path() != null ? Step.REST_VISITOR : Step.DONE;
    }

    private static Map<String, Object> clean(Map<String, Object> visitor) {
        Map<String, Object> known = new LinkedHashMap<>();
        visitor.forEach((field, value) -> MessageMapper.put(known, field, PlainText.typed(value.toString())));
        return known;
    }
}
