package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.time.MachineClock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.springframework.stereotype.Component;

/** What the satisfaction kamelets can't say in YAML: keeping an event's answers, and telling whether the visitor is done with them. */
@Component("satisfaction")
public class Satisfaction {

    private static final String CONVERSATION = "conversation";

    private final SatisfactionStore store;
    private final SatisfactionSettings settings;

    Satisfaction(SatisfactionStore store, SatisfactionSettings settings) {
        this.store = store;
        this.settings = settings;
    }

    /**
     * Stores the answers of the event in the body, and what the variable {@code conversation} tells about their conversation.
     *
     * @return how many answers the event holds
     */
    public int store(Exchange exchange) {
        Answers answers = Answers.of(exchange);
        store.store(answers);
        if (exchange.getVariable(CONVERSATION) instanceof Map<?, ?> conversation) {
            Progress found = Progress.ofLookUp(answers.conversationId(), conversation);
            store.store(found, Name.in(conversation, found));
            stored(exchange, answers, found);
        } else {
            stored(exchange, answers, null);
        }
        return answers.answers().size();
    }

    /**
     * Is told what was stored.
     *
     * @param found null without a look-up
     */
    void stored(Exchange exchange, Answers answers, Progress found) {}

    /**
     * Whether a look-up could tell what the conversation's events did not: channel, operators, or what operators and project are called.
     * False when there was one already.
     */
    public boolean worthALookUp(Exchange exchange) {
        return store.worthALookUp(EventFields.of(exchange).requiredId("conversationId"));
    }

    /**
     * The answers of the conversation that the event in the body is about, by question, and {@code settled}: true when each answer of the
     * event is the one that counts, so that of several clicks only the last one's run acts.
     *
     * @throws RetryableException when it is too early to tell, asking to come back when it isn't
     */
    public Map<String, Object> settled(Exchange exchange) {
        Answers answers = Answers.of(exchange);
        // Stored here too: the run that keeps the answers may not have had its turn yet.
        store.store(answers);
        List<StoredAnswer> stored = store.answersOf(answers.conversationId());
        boolean settled = isLatest(answers, stored);
        if (settled) {
            waitUntilSettled(exchange);
        }
        Map<String, Object> satisfaction = new LinkedHashMap<>();
        stored.forEach(answer -> satisfaction.put(answer.question().field(), answer.value()));
        satisfaction.put("settled", settled);
        return satisfaction;
    }

    /**
     * What the visitor of the event's conversation has answered so far, by question, and {@code answered}: whether that is anything. What
     * iAdvize says in the variable {@code conversation} counts too: its events may not have been subscribed to.
     */
    public Map<String, Object> answers(Exchange exchange) {
        Map<String, Object> satisfaction = new LinkedHashMap<>();
        if (exchange.getVariable(CONVERSATION) instanceof Map<?, ?> conversation
                && conversation.get("satisfaction") instanceof Map<?, ?> known) {
            known.forEach((question, answer) -> satisfaction.put(question.toString(), answer));
        }
        String conversationId = EventFields.of(exchange).requiredId("conversationId");
        store.answersOf(conversationId)
                .forEach(answer -> satisfaction.put(answer.question().field(), answer.value()));
        satisfaction.put("answered", !satisfaction.isEmpty());
        return satisfaction;
    }

    /**
     * What our own survey was answered about a conversation, by question.
     *
     * @throws RetryableException when the database can't be read
     */
    public Map<String, Object> answeredHere(String conversationId) {
        Map<String, Object> answers = new LinkedHashMap<>();
        store.answersOf(conversationId).stream()
                .filter(answer -> answer.source().equals(Answers.SURVEY))
                .forEach(answer -> answers.put(answer.question().field(), answer.value()));
        return answers;
    }

    private static boolean isLatest(Answers answers, List<StoredAnswer> stored) {
        Set<Question> brought = stored.stream()
                .filter(answer -> answer.eventId().equals(answers.eventId()))
                .map(StoredAnswer::question)
                .collect(Collectors.toSet());
        return !answers.answers().isEmpty()
                && answers.answers().stream().allMatch(answer -> brought.contains(answer.question()));
    }

    /** Counts from the arrival by our own clock: iAdvize's may differ. */
    private void waitUntilSettled(Exchange exchange) {
        Instant arrived = exchange.getProperty(LedgerConstants.FIRST_SEEN, Instant.class);
        if (arrived == null) {
            return;
        }
        Duration left = settings.settleTime()
                .minus(Duration.between(arrived, MachineClock.get().instant()));
        if (!left.isNegative() && !left.isZero()) {
            throw new RetryableException(
                    "The visitor may still change the answer: waiting until it is satisfaction.settle-time old. "
                            + "The router's delay for this workflow is shorter than that; give it the same time.",
                    left,
                    null);
        }
    }
}
