package dev.aftertalk.care.retention;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.aftertalk.ledger.history.StoredEvent;
import dev.aftertalk.privacy.Person;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Tells whether a stored event is about a person, from every value in its body. Only what iAdvize says about the visitor makes an event the
 * person's own; an address in what somebody wrote may be anybody's, so it does not lead on to the writer.
 */
final class EventReader {

    private static final JsonFactory JSON = new JsonFactory();

    private final Person person;

    EventReader(Person person) {
        this.person = person;
    }

    /** What an event is to the person. */
    enum Relation {
        NONE,
        MENTIONED,
        OWN
    }

    /** How it is, and the ids of the event's visitor. */
    private static final class Findings {
        boolean own;
        boolean mentioned;
        final List<String> ids = new ArrayList<>();
    }

    /** Reads the event; of one that is the person's own, the person learns the ids. */
    Relation read(StoredEvent event) {
        Findings found = new Findings();
        found.own = person.hasId(event.visitorId())
                || person.hasConversation(event.conversationId())
                || person.hasEvent(event.eventId());
        read(event.body(), found);
        if (!found.own) {
            return found.mentioned ? Relation.MENTIONED : Relation.NONE;
        }
        person.addId(event.visitorId());
        person.addConversation(event.conversationId());
        found.ids.forEach(person::addId);
        return Relation.OWN;
    }

    private void read(byte[] body, Findings found) {
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                    value(String.valueOf(parser.currentName()).toLowerCase(Locale.ROOT), parser.getText(), found);
                } else if (token == JsonToken.FIELD_NAME) {
                    found.mentioned |= person.isIn(parser.currentName());
                }
            }
        } catch (IOException e) {
            found.mentioned |= person.isIn(new String(body, StandardCharsets.UTF_8));
        }
    }

    private void value(String field, String value, Findings found) {
        if (isVisitorId(field)) {
            found.ids.add(value);
            found.own |= person.hasId(value);
        } else if (field.contains("mail")) {
            found.own |= person.hasEmail(value);
        }
        found.mentioned |= person.isIn(value);
    }

    private static boolean isVisitorId(String field) {
        return field.contains("visitor") && (field.endsWith("id") || field.endsWith("uid"))
                || field.equals("uniqueid")
                || field.equals("unique_id");
    }
}
