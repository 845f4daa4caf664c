package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.RunTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/**
 * The answers that came at once: those of one {@code satisfaction.answered}, or of one form of our own survey.
 *
 * @param eventId what decides between two answers of the same millisecond
 * @param source who asked: {@code iadvize} or {@code survey}
 * @param projectId null when it is not known
 * @param createdAt when the visitor answered, in milliseconds since 1970
 * @param answers empty when the event answers no question that is known
 */
record Answers(
        String eventId, String source, String conversationId, Long projectId, long createdAt, List<Answer> answers) {

    /** The source of our own survey's answers. */
    static final String SURVEY = "survey";

    /**
     * An answer that can't be read is left out, with a note in the run's history, so that the others count.
     *
     * @throws PermanentException when none of the event's answers can be read, or it can't be told what they are about
     */
    static Answers of(Exchange exchange) {
        EventFields event = EventFields.of(exchange);
        return new Answers(
                event.requiredId("eventId"),
                source(event),
                event.requiredId("conversationId"),
                event.projectIfReadable(exchange),
                event.createdAt(exchange),
                answers(event.all(), note -> RunTargets.note(exchange, note)));
    }

    /** Only our own survey's events say it. */
    private static String source(EventFields event) {
        return SURVEY.equals(event.all().get("source")) ? SURVEY : "iadvize";
    }

    private static List<Answer> answers(Map<?, ?> event, Consumer<String> notes) {
        List<Answer> answers = new ArrayList<>();
        List<PermanentException> faults = new ArrayList<>();
        for (Question question : Question.values()) {
            Object value = event.get(question.field());
            try {
                if (value != null) {
                    answers.add(question.answer(value));
                }
            } catch (PermanentException e) {
                faults.add(e);
            }
        }
        if (answers.isEmpty() && !faults.isEmpty()) {
            throw faults.get(0);
        }
        faults.forEach(fault -> notes.accept("An answer was left out: " + fault.getMessage()));
        return answers;
    }

    boolean ratesTheConversation() {
        return answers.stream().anyMatch(a -> a.question() == Question.CUSTOMER_SATISFACTION);
    }
}
