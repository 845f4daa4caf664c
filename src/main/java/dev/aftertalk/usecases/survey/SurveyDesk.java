package dev.aftertalk.usecases.survey;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.ledger.EventParser;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerUnavailableException;
import dev.aftertalk.ledger.history.EventsOfType;
import dev.aftertalk.time.MachineClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes the answers given on our own page: as an event like those of iAdvize's survey, so that they are stored as safely, start the same
 * workflows and show in the ledger.
 */
@Component
class SurveyDesk {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TYPE = "satisfaction.answered";
    private static final String ORIGIN = "survey";

    private final Ledger ledger;
    private final JdbcClient database;
    private final SurveySettings settings;

    SurveyDesk(Ledger ledger, JdbcClient database, SurveySettings settings) {
        this.ledger = ledger;
        this.database = database;
        this.settings = settings;
    }

    /**
     * Returns once the answers are committed.
     *
     * @throws LedgerUnavailableException when they can't be stored now
     * @throws AnsweredTooOftenException when {@code survey.max-answers} have come by the link
     */
    void take(Invitation invitation, Map<String, Object> answers) {
        if (sent(invitation) >= settings.maxAnswers()) {
            throw new AnsweredTooOftenException();
        }
        byte[] event = event(invitation, answers);
        try {
            ledger.accept(EventParser.parse(event, ORIGIN)).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LedgerUnavailableException unavailable
                    ? unavailable
                    : new LedgerUnavailableException("The answers could not be stored in time.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("The server is stopping.", e);
        }
    }

    private long sent(Invitation invitation) {
        try {
            return EventsOfType.count(database, TYPE, invitation.conversationId(), ORIGIN);
        } catch (DataAccessException e) {
            throw new LedgerUnavailableException("The database can't be read.", e);
        }
    }

    /** {@code satisfaction.answered} with its field names, and {@code source}, which iAdvize's own events don't have. */
    private static byte[] event(Invitation invitation, Map<String, Object> answers) {
        String now = MachineClock.get().instant().truncatedTo(ChronoUnit.MILLIS).toString();
        ObjectNode event = JSON.createObjectNode();
        event.put("eventId", "survey-" + UUID.randomUUID());
        event.put("eventType", TYPE);
        event.put("source", "survey");
        invitation.content().forEach((field, value) -> {
            if (field.equals("projectId") && value.matches("\\d{1,18}")) {
                event.put(field, Long.parseLong(value));
            } else {
                event.put(field, value);
            }
        });
        answers.forEach((field, value) -> event.set(field, JSON.valueToTree(value)));
        event.put("createdAt", now);
        event.put("sentAt", now);
        try {
            return JSON.writeValueAsBytes(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
