package dev.aftertalk.care.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.InvalidEventException;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Takes a sample event as if iAdvize had sent it: the router starts the workflows that are about it, and they act. */
@Component
public class SampleSender {

    /** Numbers stay as they were written. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String ORIGIN = "sample";
    private static final String PREFIX = "sample-";
    private static final Pattern ID = Pattern.compile(PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Ledger ledger;
    private final Audit audit;
    private final SampleSettings settings;

    SampleSender(Ledger ledger, Audit audit, SampleSettings settings) {
        this.ledger = ledger;
        this.audit = audit;
        this.settings = settings;
    }

    /** Whether that may be done here: {@code sample-events.for-real}. */
    public boolean isOn() {
        return settings.forReal();
    }

    /** An id for one more event. */
    public static String newId() {
        return PREFIX + UUID.randomUUID();
    }

    /** Whether it is one of those. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /**
     * Returns once it is committed. Sent again by the same id, as when it is not known whether it was stored, it is the same event.
     *
     * @param json as iAdvize posts it
     * @param id what it gets for its {@code eventId}, of {@link #newId}
     * @param who asks for it
     * @throws IllegalStateException when it may not be done here
     * @throws IllegalArgumentException when it is no event, saying why
     * @throws LedgerUnavailableException when it can't be stored now
     */
    public void send(String json, String id, String who) {
        if (!settings.forReal()) {
            throw new IllegalStateException("Set sample-events.for-real to true to send sample events for real.");
        }
        try {
            // What is no event is refused as it was written, before anything is changed in it.
            String type = EventParser.parse(json.getBytes(StandardCharsets.UTF_8), ORIGIN)
                    .eventType();
            ObjectNode event = (ObjectNode) JSON.readTree(json);
            event.put("eventId", id);
            IncomingEvent sample = EventParser.parse(JSON.writeValueAsBytes(event), ORIGIN);
            audit.record(who, "event.sample", id, type); // first: what acts has its line
            ledger.accept(sample).get();
        } catch (InvalidEventException | JsonProcessingException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LedgerUnavailableException unavailable
                    ? unavailable
                    : new LedgerUnavailableException("The event could not be stored in time.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("The server is stopping.", e);
        }
    }
}
