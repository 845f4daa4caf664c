package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.ledger.PermanentException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.Exchange;

/**
 * What one event, answer or look-up tells about how far a conversation is; null is what it does not tell.
 *
 * @param receivedAt when an operator received it, in milliseconds since 1970
 * @param closedAt when it ended, in milliseconds since 1970
 * @param responded whether its visitor has rated it
 * @param operators who took part, as far as it tells
 */
record Progress(
        String conversationId,
        Long projectId,
        String channel,
        Long receivedAt,
        Long closedAt,
        boolean responded,
        List<String> operators) {

    /**
     * A project or channel that can't be read is left out, with a note in the run's history: the conversation must not stay live for it.
     *
     * @throws PermanentException for an event that is not about the begin or the end of a conversation
     */
    static Progress ofEvent(Exchange exchange) {
        EventFields event = EventFields.of(exchange);
        Object type = event.all().get("eventType");
        boolean begins =
                switch (String.valueOf(type)) {
                    case "v2.conversation.pushed", "conversation.started" -> true;
                    case "v2.conversation.closed", "conversation.closed" -> false;
                    default ->
                        throw new PermanentException(
                                "An event of this type does not begin or end a conversation: in routes/router.camel.yaml, start this workflow for v2.conversation.pushed, v2.conversation.closed, conversation.started and conversation.closed alone.");
                };
        Long at = event.createdAt(exchange);
        return new Progress(
                event.requiredId("conversationId"),
                event.projectIfReadable(exchange),
                event.channelIfReadable(exchange),
                begins ? at : null,
                begins ? null : at,
                false,
                Operators.ofEvent(event.all()));
    }

    static Progress ofAnswers(Answers answers) {
        return new Progress(
                answers.conversationId(),
                answers.projectId(),
                null,
                null,
                null,
                answers.ratesTheConversation(),
                List.of());
    }

    /**
     * What the look-up of the conversation found; iAdvize says here too when it ended, should that event never come. What can't be read is
     * left out: the answers must not wait for it.
     */
    static Progress ofLookUp(String conversationId, Map<?, ?> conversation) {
        EventFields found = EventFields.of(conversation);
        EventFields project = EventFields.of(conversation.get("project") instanceof Map<?, ?> it ? it : Map.of());
        return new Progress(
                conversationId,
                readable(() -> project.number("id")),
                readable(found::channel),
                null,
                readable(() -> found.time("closedAt")),
                false,
                Operators.ofLookUp(conversation));
    }

    private static <T> T readable(Supplier<T> field) {
        try {
            return field.get();
        } catch (PermanentException e) {
            return null;
        }
    }
}
