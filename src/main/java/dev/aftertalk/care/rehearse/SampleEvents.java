package dev.aftertalk.care.rehearse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.InvalidEventException;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Events that did not come by the webhook. */
public final class SampleEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a file: it is in memory as a whole, and its events too. */
    private static final int LARGEST = 32 << 20;

    private SampleEvents() {}

    /**
     * Reads a file: one event, a list of events, or one after the other.
     *
     * @throws IllegalArgumentException when it holds something else, saying what and where
     */
    public static List<PastEvent> read(Path file) throws IOException {
        List<JsonNode> values = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text(file))) {
            for (JsonNode value = JSON.readTree(json); value != null; value = JSON.readTree(json)) {
                if (value.isArray()) {
                    value.forEach(values::add);
                } else {
                    values.add(value);
                }
            }
        } catch (StreamConstraintsException e) {
            throw new IllegalArgumentException(
                    file + " has a value that is too large, or nested too deep" + place(e) + ".", e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " is no JSON" + place(e) + ".", e);
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is no event in " + file + ".");
        }
        List<PastEvent> events = new ArrayList<>();
        for (JsonNode value : values) {
            String which = values.size() == 1 ? file.toString() : "Number " + (events.size() + 1) + " in " + file;
            events.add(of(value, which + " is no event: "));
        }
        return events;
    }

    private static String text(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException(
                        file + " is larger than " + (LARGEST >> 20) + " MB; rehearse its events in several files.");
            }
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().replaceFirst("^\ufeff", "");
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not written in UTF-8; save it as UTF-8.", e);
        }
    }

    private static String place(JsonProcessingException e) {
        JsonLocation at = e.getLocation(); // which is not known of each value that is too large
        return at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
    }

    /** @throws IllegalArgumentException when it is no event */
    static PastEvent of(Object json) {
        return of(json, "One of the events is none: ");
    }

    /** @throws IllegalArgumentException when it is no event, or no JSON */
    static PastEvent ofText(String json) {
        return of(json.getBytes(UTF_8), "");
    }

    private static PastEvent of(Object json, String refusal) {
        try {
            return of(JSON.writeValueAsBytes(json), refusal);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static PastEvent of(byte[] json, String refusal) {
        try {
            IncomingEvent event = EventParser.parse(json, "sample");
            return new PastEvent(event.eventId(), event.eventType(), Long.MAX_VALUE, event.body());
        } catch (InvalidEventException e) {
            throw new IllegalArgumentException(refusal + e.getMessage(), e);
        }
    }
}
