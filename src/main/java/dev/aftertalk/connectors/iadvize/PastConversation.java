package dev.aftertalk.connectors.iadvize;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A closed conversation as iAdvize lists it, with what an event about it would say. What iAdvize does not tell is null or empty.
 *
 * @param id its UUID
 * @param legacyVisitorId the number by which REST knows the visitor
 * @param operators numbers of those who took part
 * @param answers what the visitor answered in the survey: by the webhook's name of the question, a number or a text
 * @param answeredAt when, where iAdvize tells it
 */
public record PastConversation(
        String id,
        Instant closedAt,
        Long projectId,
        String channel,
        String visitorId,
        String legacyVisitorId,
        List<Long> operators,
        Map<String, Object> answers,
        Instant answeredAt) {}
