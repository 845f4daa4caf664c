package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.ledger.RetryableException;

/**
 * Tells which errors of a GraphQL answer that holds a part of what was asked hide something that matters: null then means that it isn't known,
 * not that there is none.
 */
final class HiddenParts {

    private static final String CONVERSATION = "conversation";
    private static final String VISITOR = "visitor";
    private static final String MESSAGES = "messages";
    private static final String EMAIL = "email";

    private HiddenParts() {}

    /** The error that may be why the visitor's address isn't there, one that may pass before another; null when there is none. */
    static JsonNode ofAddress(JsonNode errors, JsonNode conversation) {
        JsonNode first = null;
        for (JsonNode error : errors) {
            if (hidesAddress(error, conversation)) {
                if (passes(error)) {
                    return error;
                }
                first = first == null ? error : first;
            }
        }
        return first;
    }

    /**
     * Fails when it is worth asking again: for the address and the transcript after any error that may pass, for another part only where the
     * server is known to have failed, and not for ever, since a conversation without it is of use.
     *
     * @param patient whether to ask again for another part, too
     * @param data what came with the errors; its conversation is there
     * @throws RetryableException the fault of the first such error
     */
    static void check(JsonNode errors, JsonNode data, boolean patient) {
        JsonNode conversation = data.path(CONVERSATION);
        for (JsonNode error : errors) {
            boolean address = hidesAddress(error, conversation);
            boolean needed =
                    address && error.path("path").size() > 1 || hidesMessages(error, conversation.path(MESSAGES));
            boolean other = address || patient && hides(error, data);
            if (needed && passes(error) || other && GraphqlFaults.ofServer(error)) {
                throw GraphqlFaults.of(error);
            }
        }
    }

    /** Whether an answer about a conversation is of little use without a part of it. */
    static boolean needs(String part) {
        return VISITOR.equals(part) || MESSAGES.equals(part);
    }

    static boolean passes(JsonNode error) {
        return GraphqlFaults.of(error) instanceof RetryableException;
    }

    private static boolean hidesAddress(JsonNode error, JsonNode conversation) {
        JsonNode visitor = conversation.path(VISITOR);
        JsonNode address = visitor.path(EMAIL);
        if (!error.isObject() || address.isValueNode() && !address.asText("").isBlank() && !address.isNull()) {
            return false;
        }
        JsonNode path = error.path("path");
        boolean another = path.size() > 1 && !path.path(1).asText().equals(VISITOR);
        // a field that may not be null takes the visitor with it
        return !another && (path.path(2).asText(EMAIL).equals(EMAIL) || !visitor.isObject());
    }

    private static boolean hidesMessages(JsonNode error, JsonNode messages) {
        boolean there = messages.isArray()
                || messages.isObject() && !messages.path("edges").isNull();
        return !there && MESSAGES.equals(GraphqlFaults.part(error));
    }

    /** Whether there is null on an error's path, other than in the visitor and the messages, of which some can be missing. */
    private static boolean hides(JsonNode error, JsonNode data) {
        if (needs(GraphqlFaults.part(error))) {
            return false;
        }
        JsonNode at = data;
        for (JsonNode step : error.path("path")) {
            at = step.isIntegralNumber() ? at.path(step.asInt()) : at.path(step.asText());
            if (at.isNull() || at.isMissingNode()) {
                return true;
            }
        }
        return false;
    }
}
