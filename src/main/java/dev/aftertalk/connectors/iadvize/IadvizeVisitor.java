package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.RunTargets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpConstants;
import org.springframework.stereotype.Component;

/**
 * What {@code iadvize-visitor-action.kamelet.yaml} can't say in YAML about finding an event's visitor: whom to ask, with which words, and
 * the normalised visitor that the answer holds, which is the same whoever gave it.
 */
@Component("iadvizeVisitor")
public class IadvizeVisitor {

    /** The variable that keeps the lookup while the message body is asked and answered. */
    private static final String LOOKUP = "iadvizeLookup";

    private final IadvizeSettings settings;
    private final ConversationQuestion question = new ConversationQuestion();

    IadvizeVisitor(IadvizeSettings settings) {
        this.settings = settings;
    }

    /** Keeps what the event in the body tells of its visitor; fails when it can't be looked up, saying what is missing. */
    public void begin(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof Map<?, ?> event)) {
            throw new PermanentException(
                    "iAdvize can't be asked for a visitor: the message body is not an event (a Map)");
        }
        VisitorLookup lookup = VisitorLookup.of(event);
        if (!byConversation(lookup) && !byId(lookup)) {
            throw new PermanentException("iAdvize can't be asked for the event's visitor: " + missing(lookup));
        }
        exchange.setVariable(LOOKUP, lookup);
    }

    /** Whether GraphQL is to be asked for the conversation's visitor. */
    public boolean byConversation(Exchange exchange) {
        return byConversation(of(exchange));
    }

    /** The GraphQL request for the conversation's visitor. */
    public byte[] conversationQuestion(Exchange exchange) {
        return question.of(of(exchange).conversationId());
    }

    /** The visitor in GraphQL's answer; null when the conversation has none, or does not show it, and REST can be asked. */
    public Map<String, Object> ofConversation(Exchange exchange) {
        VisitorLookup lookup = of(exchange);
        Map<String, Object> visitor = ConversationAnswer.visitor(
                exchange.getMessage(), byId(lookup), note -> RunTargets.note(exchange, note));
        return visitor.isEmpty() && byId(lookup) ? null : complete(visitor, lookup);
    }

    /** Sets what to ask REST for below its URL, and the query string to ask it with, if any. */
    public void askRest(Exchange exchange) {
        VisitorLookup lookup = of(exchange);
        exchange.getMessage().setHeader(HttpConstants.HTTP_PATH, lookup.path());
        if (lookup.query() != null) {
            exchange.getMessage().setHeader(HttpConstants.HTTP_RAW_QUERY, lookup.query());
        }
    }

    /** The visitor in REST's answer. */
    public Map<String, Object> ofRest(Exchange exchange) {
        VisitorLookup lookup = of(exchange);
        return complete(RestAnswer.visitor(exchange.getMessage(), lookup.uniqueId()), lookup);
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

    private static VisitorLookup of(Exchange exchange) {
        return exchange.getVariable(LOOKUP, VisitorLookup.class);
    }

    /** Each API leaves out ids that the other one gives; the event's own make a visitor recognisable whichever was asked. */
    private static Map<String, Object> complete(Map<String, Object> visitor, VisitorLookup lookup) {
        Map<String, Object> all = new LinkedHashMap<>(lookup.ids());
        all.putAll(visitor);
        return all;
    }
}
