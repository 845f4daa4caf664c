package dev.aftertalk.usecases.survey;

/** Answers have come by this link as often as one may send them; the last ones count. */
class AnsweredTooOftenException extends RuntimeException {
    AnsweredTooOftenException() {
        super("survey.max-answers is reached for this link.");
    }
}
