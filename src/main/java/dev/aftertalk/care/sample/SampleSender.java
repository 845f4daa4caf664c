package dev.aftertalk.care.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.access.Audit;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.InvalidEventException;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerUnavailableException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.springframework.stereotype.Component;

/** Takes a sample event as if iAdvize had sent it: the router starts the workflows that are about it, and they act. */
@Component
public class SampleSender {

    /** Numbers stay as they were written. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final String ORIGIN = "sample";

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

    /**
     * Returns once it is committed. It gets an {@code eventId} of its own, so that it is a new event however often it is sent.
     *
     * @param json as iAdvize posts it
     * @param who asks for it
     * @return its {@code eventId}
     * @throws IllegalStateException when it may not be done here
     * @throws IllegalArgumentException when it is no event, saying why
     * @throws LedgerUnavailableException when it can't be stored now
     */
    public String send(String json, String who) {
        if (!settings.forReal()) {
            throw new IllegalStateException("Set sample-events.for-real to true to send sample events for real.");
        }
        String id = "sample-" + UUID.randomUUID();
        try {
            // What is no event is refused as it was written, before anything is changed in it.
            String type = EventParser.parse(json.getBytes(StandardCharsets.UTF_8), ORIGIN)
                    .eventType();
            ObjectNode event = (ObjectNode) JSON.readTree(json);
            event.put("eventId", id);
            ledger.accept(EventParser.parse(JSON.writeValueAsBytes(event), ORIGIN))
                    .get();
            audit.record(who, "event.sample", id, type);
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
        return id;
    }
}
