package dev.aftertalk.satisfaction;

import dev.aftertalk.ledger.PermanentException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** @throws PermanentException when a field holds what it can't; then none of the event's answers counts */
    static Answers of(Exchange exchange) {
        EventFields event = EventFields.of(exchange);
        return new Answers(
                event.requiredId("eventId"),
                source(event),
                event.requiredId("conversationId"),
                event.projectIfReadable(),
                event.createdAt(exchange),
                answers(event.all()));
    }

    /** Only our own survey's events say it. */
    private static String source(EventFields event) {
        return SURVEY.equals(event.all().get("source")) ? SURVEY : "iadvize";
    }

    private static List<Answer> answers(Map<?, ?> event) {
        List<Answer> answers = new ArrayList<>();
        for (Question question : Question.values()) {
            Object value = event.get(question.field());
            if (value != null) {
                answers.add(question.answer(value));
            }
        }
        return answers;
    }

    boolean ratesTheConversation() {
        return answers.stream().anyMatch(a -> a.question() == Question.CUSTOMER_SATISFACTION);
    }
}
