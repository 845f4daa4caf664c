package dev.aftertalk.satisfaction;

import dev.aftertalk.ledger.PermanentException;
import java.util.Arrays;
import java.util.Optional;

/** The questions of iAdvize's survey, by the field of {@code satisfaction.answered} that carries the answer. */
public enum Question {
    CUSTOMER_SATISFACTION("customerSatisfaction", 1, 5),
    NET_PROMOTER_SCORE("netPromoterScore", 0, 10),
    SATISFACTION_COMMENT("satisfactionComment", 0, 1),
    CUSTOM_QUESTION("customQuestion", 0, 1);

    private final String field;
    private final int lowest;
    private final int highest;

    Question(String field, int lowest, int highest) {
        this.field = field;
        this.lowest = lowest;
        this.highest = highest;
    }

    /** Name of the event's field, and of the question in the database. */
    public String field() {
        return field;
    }

    int lowest() {
        return lowest;
    }

    int highest() {
        return highest;
    }

    static Optional<Question> ofField(String field) {
        return Arrays.stream(values()).filter(q -> q.field.equals(field)).findFirst();
    }

    /** @throws PermanentException when the value is not an answer to this question */
    Answer answer(Object value) {
        return switch (this) {
            case CUSTOMER_SATISFACTION, NET_PROMOTER_SCORE -> scored(value);
            case SATISFACTION_COMMENT -> commented(value);
            case CUSTOM_QUESTION -> {
                if (value instanceof Boolean yes) {
                    yield new Answer(this, yes ? 1 : 0, null);
                }
                throw wrong("true or false", value);
            }
        };
    }

    /** What the visitor answered, as the event said it: a number, a text or a boolean. */
    Object value(int score, String comment) {
        return switch (this) {
            case CUSTOMER_SATISFACTION, NET_PROMOTER_SCORE -> (Object) score;
            case SATISFACTION_COMMENT -> comment;
            case CUSTOM_QUESTION -> score == 1;
        };
    }

    private Answer scored(Object value) {
        if (value instanceof Integer score && score >= lowest && score <= highest) {
            return new Answer(this, score, null);
        }
        throw wrong("a whole number from " + lowest + " to " + highest, value);
    }

    private Answer commented(Object value) {
        if (value instanceof String text) {
            String comment = Texts.storable(text);
            return new Answer(this, comment.isBlank() ? 0 : 1, comment);
        }
        throw wrong("a text", value);
    }

    private PermanentException wrong(String expected, Object value) {
        return new PermanentException("The field " + field + " must be " + expected + ", but is " + Texts.kind(value)
                + "; nothing was stored.");
    }
}
