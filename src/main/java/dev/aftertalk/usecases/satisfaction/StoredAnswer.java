package dev.aftertalk.usecases.satisfaction;

/** The answer to a question that counts, who asked for it, and the event that brought it. */
record StoredAnswer(Question question, int score, String comment, String source, String eventId) {

    Object value() {
        return question.value(score, comment);
    }
}
