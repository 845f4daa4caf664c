package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import java.util.Map;
import org.apache.camel.Exchange;

/** Finds an event's conversation: whom to ask for what, until when, and what the answers hold. */
final class IadvizeConversation implements LookUp {

    /** Attempts that wait for each part of a conversation; later ones take it without those that can be missing. */
    private static final int PATIENT = 5;

    private static final String WITHOUT = "iAdvize can't be asked for the event's conversation: ";

    private final IadvizeSettings settings;
    private final ConversationSchema schema;
    private final IadvizeApis apis;

    IadvizeConversation(IadvizeSettings settings, ConversationSchema schema, IadvizeApis apis) {
        this.settings = settings;
        this.schema = schema;
        this.apis = apis;
    }

    /** @throws PermanentException when the event names no conversation or no API is configured, saying what is missing */
    @Override
    public Map<String, Object> find(Exchange exchange) throws Exception {
        ConversationLookup lookup = lookup(exchange);
        while (lookup.asking()) { // a long transcript comes in pages of 100 messages
            lookup.answered(
                    lookup.byGraphql()
                            ? apis.graphql(exchange, "iadvize-conversation-ask-graphql", lookup.question())
                            : apis.rest(exchange, "iadvize-conversation-ask-rest", lookup.path(), lookup.query()));
        }
        return lookup.conversation();
    }

    private ConversationLookup lookup(Exchange exchange) {
        if (!(exchange.getMessage().getBody() instanceof Map<?, ?> event)) {
            throw new PermanentException(WITHOUT + "the message body is not an event (a Map)");
        }
        String id = VisitorLookup.text(event, "conversationId");
        if (id == null) {
            throw new PermanentException(WITHOUT + "it names none (no conversationId)");
        }
        boolean uuid = VisitorLookup.of(event).conversationId() != null;
        boolean rest = settings.rest().configured();
        int most = settings.transcript().maxMessages();
        if (uuid && settings.graphql().configured()) {
            boolean patient = exchange.getProperty(LedgerConstants.ATTEMPT, 1, Integer.class) <= PATIENT;
            return new ConversationLookup(event, id, new GraphqlConversation(id, schema, most, patient), rest, most);
        }
        if (!uuid && !RestConversation.legacy(id)) {
            throw new PermanentException(WITHOUT + "its conversationId is neither a UUID nor a number");
        }
        if (!rest) {
            throw new PermanentException(WITHOUT
                    + (uuid
                            ? "neither API is configured: set iadvize.graphql.username and iadvize.graphql.password,"
                                    + " or iadvize.rest.api-key (which finds less)"
                            : "its id is a number, which only REST knows: set iadvize.rest.api-key"));
        }
        return new ConversationLookup(event, id, null, true, most);
    }
}
