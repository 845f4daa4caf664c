package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import java.util.Map;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/**
 * What {@code iadvize-conversation-action.kamelet.yaml} can't say in YAML about finding an event's conversation: whom to ask for what, until
 * when, and the normalised conversation that the answers hold.
 */
@Component("iadvizeConversation")
public class IadvizeConversation {

    /** Attempts that wait for each part of a conversation; later ones take it without those that can be missing. */
    private static final int PATIENT = 5;

    /** The variable that keeps the look-up while the message body is asked and answered. */
    private static final String LOOKUP = "iadvizeLookup";

    private static final String WITHOUT = "iAdvize can't be asked for the event's conversation: ";

    private final IadvizeSettings settings;
    private final ConversationSchema schema;

    IadvizeConversation(IadvizeSettings settings, ConversationSchema schema) {
        this.settings = settings;
        this.schema = schema;
    }

    /** The look-up of the conversation of the event in the body; fails when there is no way, saying what is missing. */
    public Object lookup(Exchange exchange) {
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

    /** Whether there is something more to ask for. */
    public boolean asking(Exchange exchange) {
        return of(exchange).asking();
    }

    /** Whether GraphQL is to be asked, not REST. */
    public boolean byGraphql(Exchange exchange) {
        return of(exchange).byGraphql();
    }

    /** The next GraphQL request. */
    public byte[] question(Exchange exchange) {
        return of(exchange).question();
    }

    /** What to ask REST for below its URL. */
    public String restPath(Exchange exchange) {
        return of(exchange).path();
    }

    /** The query string to ask REST with, or null. */
    public String restQuery(Exchange exchange) {
        return of(exchange).query();
    }

    /** Takes the answer in the message. */
    public void answered(Exchange exchange) {
        of(exchange).answered(exchange.getMessage());
    }

    /** The conversation that was found. */
    public Map<String, Object> found(Exchange exchange) {
        return of(exchange).conversation();
    }

    private static ConversationLookup of(Exchange exchange) {
        return exchange.getVariable(LOOKUP, ConversationLookup.class);
    }
}
