package dev.aftertalk.usecases.survey;

import dev.aftertalk.ledger.PermanentException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The conversation a visitor is asked about, as the link carries it: the fields of iAdvize's events that say whose answer it is and that
 * look-ups need, by their names there; those that the event did not have are absent.
 */
record Invitation(Map<String, String> content) {

    /** What its links are for, and the path they lead to. */
    static final String PURPOSE = "survey";

    private static final String CONVERSATION = "conversationId";
    private static final List<String> FIELDS =
            List.of(CONVERSATION, "projectId", "visitorId", "visitorExternalId", "channel");
    private static final int LONGEST = 200;

    /** @throws PermanentException when the event names no conversation */
    static Invitation of(Map<?, ?> event) {
        Map<String, String> content = new TreeMap<>();
        for (String field : FIELDS) {
            Object value = event.get(field);
            if (isId(value)) {
                content.put(field, value.toString());
            }
        }
        if (!content.containsKey(CONVERSATION)) {
            throw new PermanentException("The event has no usable conversationId: nobody can be asked about it.");
        }
        return new Invitation(content);
    }

    String conversationId() {
        return content.get(CONVERSATION);
    }

    private static boolean isId(Object value) {
        return (value instanceof String || value instanceof Integer || value instanceof Long)
                && !value.toString().isBlank()
                && value.toString().length() <= LONGEST;
    }
}
