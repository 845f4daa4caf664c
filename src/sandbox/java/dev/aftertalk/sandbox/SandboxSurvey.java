package dev.aftertalk.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the visitor of a made-up conversation answers to iAdvize's survey, so that events and look-ups tell the same. Most are content.
 *
 * @param netPromoterScore null when that was not answered
 * @param comment null when there is none
 */
record SandboxSurvey(int customerSatisfaction, Integer netPromoterScore, String comment) {

    private static final List<List<String>> COMMENTS = List.of(
            List.of("The answer did not help me", "Toujours pas de colis"),
            List.of("Too long to wait", "Trop d'attente"),
            List.of("OK, but a little slow", "Correct"),
            List.of("It was very helpful", "Merci, très clair"),
            List.of("Quick and friendly", "Rapide et aimable"));

    /** One in three answers; the visitor of the documented samples has answered as it stands there. */
    static Optional<SandboxSurvey> of(String conversationId) {
        if (SandboxVisitors.first(conversationId)) {
            return Optional.of(new SandboxSurvey(5, 10, "Rapide"));
        }
        if (choice(conversationId, 3, 7) != 0) {
            return Optional.empty();
        }
        boolean content = choice(conversationId, 100, 11) < 75;
        int score = content ? 4 + choice(conversationId, 2, 12) : 1 + choice(conversationId, 3, 12);
        Integer recommends =
                choice(conversationId, 2, 13) == 0 ? Math.min(10, 2 * score + 1 - choice(conversationId, 3, 14)) : null;
        String comment =
                choice(conversationId, 4, 15) == 0 ? COMMENTS.get(score - 1).get(choice(conversationId, 2, 16)) : null;
        return Optional.of(new SandboxSurvey(score, recommends, comment));
    }

    /** A number below {@code bound} that depends on nothing but the conversation and {@code salt}. */
    static int choice(String conversationId, int bound, int salt) {
        UUID hash = SandboxVisitors.hash(conversationId + salt);
        return (int) Math.floorMod(hash.getLeastSignificantBits() >>> 16, (long) bound);
    }
}
