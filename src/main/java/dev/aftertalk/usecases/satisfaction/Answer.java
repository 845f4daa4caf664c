package dev.aftertalk.usecases.satisfaction;

/**
 * An answer to one question, as it is stored.
 *
 * @param score the number given; 1 for a yes and for a comment with text, 0 for a no and for an empty comment
 * @param comment only of {@link Question#SATISFACTION_COMMENT}
 */
record Answer(Question question, int score, String comment) {}
