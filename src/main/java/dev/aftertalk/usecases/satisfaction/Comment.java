package dev.aftertalk.usecases.satisfaction;

import java.time.OffsetDateTime;

/**
 * What a visitor wrote, with the scores of the same conversation; null is what is not known. The text is a stranger's: escape it where it
 * is shown.
 *
 * @param text shortened when it is very long
 */
public record Comment(
        OffsetDateTime at,
        String conversationId,
        Long project,
        String channel,
        Integer customerSatisfaction,
        Integer netPromoterScore,
        String text) {}
