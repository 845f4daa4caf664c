package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.RunTargets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Finds an event's visitor: whom to ask, with which words, and what the answer holds. */
final class IadvizeVisitor implements LookUp {

    private final IadvizeSettings settings;
    private final IadvizeApis apis;
    private final ConversationQuestion question = new ConversationQuestion();

    IadvizeVisitor(IadvizeSettings settings, IadvizeApis apis) {
        this.settings = settings;
        this.apis = apis;
    }

    /** @throws PermanentException when the event names no visitor or no API is configured, saying what is missing */
    @Override
    public Map<String, Object> find(Exchange exchange) throws Exception {
        if (!(exchange.getMessage().getBody() instanceof Map<?, ?> event)) {
            throw new PermanentException(
                    "iAdvize can't be asked for a visitor: the message body is not an event (a Map)");
        }
        VisitorLookup lookup = VisitorLookup.of(event);
        if (!byConversation(lookup) && !byId(lookup)) {
            throw new PermanentException("iAdvize can't be asked for the event's visitor: " + missing(lookup));
        }
        // GraphQL knows the visitor of every conversation, whatever its channel, so it is asked first.
        Map<String, Object> visitor = byConversation(lookup) ? ofConversation(exchange, lookup) : Map.of();
        if (visitor.isEmpty() && byId(lookup)) {
            visitor = ofRest(exchange, lookup);
        }
        // Each API leaves out ids that the other one gives; the event's own make a visitor recognisable whichever was
        // asked.
        Map<String, Object> all = new LinkedHashMap<>(lookup.ids());
        all.putAll(visitor);
        return all;
    }

    /** The visitor that GraphQL shows; empty when the conversation has none, or does not show it and REST can be asked. */
    private Map<String, Object> ofConversation(Exchange exchange, VisitorLookup lookup) throws Exception {
        Message answer = apis.graphql(exchange, "iadvize-visitor-ask-graphql", question.of(lookup.conversationId()));
        return ConversationAnswer.visitor(answer, byId(lookup), note -> RunTargets.note(exchange, note));
    }

    /** By the id, or by a search for the unique id of older events. */
    private Map<String, Object> ofRest(Exchange exchange, VisitorLookup lookup) throws Exception {
        Message answer = apis.rest(exchange, "iadvize-visitor-ask-rest", lookup.path(), lookup.query());
        return RestAnswer.visitor(answer, lookup.uniqueId());
    }

    private boolean byConversation(VisitorLookup lookup) {
        return lookup.conversationId() != null && settings.graphql().configured();
    }

    private boolean byId(VisitorLookup lookup) {
        return lookup.path() != null && settings.rest().configured();
    }

    private String missing(VisitorLookup lookup) {
        String user = "iadvize.graphql.username and iadvize.graphql.password";
        if (lookup.conversationId() == null && lookup.path() == null) {
            return "it names neither a visitor nor a conversation";
        }
        if (lookup.conversationId() == null) {
            return "it names no conversation, so only REST could find its visitor: set iadvize.rest.api-key";
        }
        if (lookup.path() == null) {
            return "it names no visitor, so only GraphQL could find it by the conversation: set " + user;
        }
        return "neither API is configured: set iadvize.rest.api-key, or " + user + ", or all three";
    }
}
