package dev.aftertalk.usecases.satisfaction;

import java.time.OffsetDateTime;

/**
 * One answer of one visitor; null is what is not known.
 *
 * @param question its field in iAdvize's events, such as {@code customerSatisfaction}
 * @param value the number, the yes or no, or the text. A text is a stranger's: escape it where it is shown
 */
public record GivenAnswer(
        OffsetDateTime at, String conversationId, Long project, String channel, String question, Object value) {}
