package dev.aftertalk.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.aftertalk.text.JsonBytes;
import java.io.IOException;

/**
 * Reads from a webhook body the few fields the ledger needs, in one pass and without building a tree.
 *
 * <p>Field names and spellings: iAdvize's webhook reference (docs.iadvize.dev, Technologies, Webhooks). Unknown fields are ignored, null
 * and absent are the same.
 */
public final class EventParser {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST = 200;

    private String eventId;
    private String eventType;
    private String conversationId;
    private String visitorId;
    private Long projectId;
    private Long createdAt;
    private Long sentAt;

    private EventParser() {}

    /**
     * @param bytes JSON in UTF-8; a byte order mark in front is left out of the event's body
     * @param origin how the event came in
     * @throws InvalidEventException when the body is not a JSON object with a usable {@code eventId} and {@code eventType}
     */
    public static IncomingEvent parse(byte[] bytes, String origin) {
        byte[] body = JsonBytes.of(bytes);
        if (body == null) {
            throw new InvalidEventException("The body must be JSON in UTF-8.");
        }
        EventParser parser = new EventParser();
        try (JsonParser json = JSON.createParser(body)) {
            parser.readObject(json);
        } catch (JsonProcessingException e) {
            throw new InvalidEventException("The body is not valid JSON.");
        } catch (IOException e) {
            throw new InvalidEventException("The body can't be read.");
        }
        check("eventId", parser.eventId);
        check("eventType", parser.eventType);
        return new IncomingEvent(
                parser.eventId,
                parser.eventType,
                usable(parser.conversationId) ? parser.conversationId : null,
                usable(parser.visitorId) ? parser.visitorId : null,
                parser.projectId,
                parser.createdAt,
                origin,
                body,
                parser.sentAt);
    }

    private void readObject(JsonParser json) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidEventException("The body must be a JSON object, an iAdvize event.");
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "eventId" -> eventId = string(field, json, value);
                case "eventType" -> eventType = string(field, json, value);
                case "conversationId" -> conversationId = text(json, value);
                case "visitorId" -> visitorId = text(json, value);
                case "projectId" -> projectId = number(json, value);
                case "createdAt" -> createdAt = EventTime.millis(text(json, value));
                case "sentAt" -> sentAt = EventTime.millis(text(json, value));
                default -> json.skipChildren();
            }
            json.skipChildren();
        }
        if (json.nextToken() != null) {
            throw new InvalidEventException("The body must be one JSON object and nothing after it.");
        }
    }

    private static String string(String field, JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING) {
            throw new InvalidEventException("The field " + field + " must be a string.");
        }
        return json.getText();
    }

    private static String text(JsonParser json, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT ? json.getText() : null;
    }

    private static Long number(JsonParser json, JsonToken value) throws IOException {
        return value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                ? (Long) json.getLongValue()
                : null;
    }

    private static void check(String field, String value) {
        if (value == null) {
            throw new InvalidEventException("The field " + field + " is missing.");
        }
        if (!usable(value)) {
            throw new InvalidEventException(
                    "The field " + field + " must be 1 to " + LONGEST + " printable characters.");
        }
    }

    private static boolean usable(String value) {
        return value != null
                && !value.isBlank()
                && value.length() <= LONGEST
                && value.chars().noneMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c));
    }
}
