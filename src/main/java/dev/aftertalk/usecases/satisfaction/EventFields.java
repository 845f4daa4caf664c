package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.ledger.EventTime;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.ledger.camel.RunTargets;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * Reads the fields that events about conversations share. Null and absent are the same; a value that can't be what its field holds ends the
 * run, naming the field, where the field is needed to tell what the event is about.
 */
final class EventFields {

    private static final int LONGEST = 200;

    private final Map<?, ?> event;

    private EventFields(Map<?, ?> event) {
        this.event = event;
    }

    static EventFields of(Exchange exchange) {
        if (exchange.getMessage().getBody() instanceof Map<?, ?> event) {
            return new EventFields(event);
        }
        throw new PermanentException("The message body is not an event (a Map): put the event back before this step.");
    }

    static EventFields of(Map<?, ?> event) {
        return new EventFields(event);
    }

    Map<?, ?> all() {
        return event;
    }

    /** An identifier, which older events give as a number; null when it is absent. */
    String id(String field) {
        Object value = event.get(field);
        if (value == null) {
            return null;
        }
        String text =
                value instanceof String || value instanceof Integer || value instanceof Long ? value.toString() : "";
        if (text.isBlank() || text.length() > LONGEST || !text.equals(PlainText.storable(text))) {
            throw wrong(field, "an identifier of at most " + LONGEST + " characters", value);
        }
        return text;
    }

    String requiredId(String field) {
        String id = id(field);
        if (id == null) {
            throw new PermanentException("The event has no " + field + ": it can't be told what it is about.");
        }
        return id;
    }

    /** Of an event, a number; of a look-up, whose ids are all texts, a text. Null when it is absent. */
    Long number(String field) {
        Object value = event.get(field);
        if (value == null) {
            return null;
        }
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        if (value instanceof String text && text.matches("\\d{1,18}")) {
            return Long.valueOf(text);
        }
        throw wrong(field, "a whole number", value);
    }

    /** The project, which older events call a website. */
    Long project() {
        Long project = number("projectId");
        return project == null ? number("websiteId") : project;
    }

    /** The project; null also when it can't be read, which is noted: what happened must not be lost for it. */
    Long projectIfReadable(Exchange exchange) {
        return ifReadable(exchange, this::project);
    }

    /** In upper case, as current events spell it; null when it is absent. */
    String channel() {
        String channel = id("channel");
        return channel == null ? null : channel.toUpperCase(Locale.ROOT);
    }

    /** The channel; null also when it can't be read, which is noted. */
    String channelIfReadable(Exchange exchange) {
        return ifReadable(exchange, this::channel);
    }

    private static <T> T ifReadable(Exchange exchange, Supplier<T> field) {
        try {
            return field.get();
        } catch (PermanentException e) {
            RunTargets.note(exchange, "Left out: " + e.getMessage());
            return null;
        }
    }

    /** When it happened; an event that does not say so in a way that can be read happened when it arrived. */
    long createdAt(Exchange exchange) {
        Long stated = time("createdAt");
        if (stated != null) {
            return stated;
        }
        if (event.get("createdAt") != null) {
            RunTargets.note(exchange, "createdAt is no time that can be read: counted from when the event arrived");
        }
        Instant seen = exchange.getProperty(LedgerConstants.FIRST_SEEN, Instant.class);
        return (seen == null ? MachineClock.get().instant() : seen).toEpochMilli();
    }

    /** A time in milliseconds since 1970; null when it is absent or can't be read. */
    Long time(String field) {
        return event.get(field) instanceof String text ? EventTime.millis(text) : null;
    }

    private static PermanentException wrong(String field, String expected, Object value) {
        return new PermanentException(
                "The field " + field + " must be " + expected + ", but is " + JsonKind.of(value) + ".");
    }
}
