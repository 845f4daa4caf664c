package dev.aftertalk.care.rehearse;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.InvalidEventException;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Events that did not come by the webhook. */
public final class SampleEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleEvents() {}

    /**
     * Reads a file: one event, a list of events, or one after the other.
     *
     * @throws IllegalArgumentException when it holds something else
     */
    public static List<PastEvent> read(Path file) throws IOException {
        List<PastEvent> events = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = JSON.createParser(in)) {
            for (JsonNode value = JSON.readTree(json); value != null; value = JSON.readTree(json)) {
                if (value.isArray()) {
                    value.forEach(each -> events.add(of(each)));
                } else {
                    events.add(of(value));
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + " is no JSON, at line " + e.getLocation().getLineNr() + ".", e);
        }
        if (events.isEmpty()) {
            throw new IllegalArgumentException("There is no event in " + file + ".");
        }
        return events;
    }

    /** @throws IllegalArgumentException when it is no event */
    static PastEvent of(Object json) {
        try {
            IncomingEvent event = EventParser.parse(JSON.writeValueAsBytes(json), "sample");
            return new PastEvent(event.eventId(), event.eventType(), Long.MAX_VALUE, event.body());
        } catch (InvalidEventException e) {
            throw new IllegalArgumentException("One of the events is none: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
