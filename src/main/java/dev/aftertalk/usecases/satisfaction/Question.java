package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.PlainText;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The questions of iAdvize's survey, by the field of {@code satisfaction.answered} that carries the answer. */
public enum Question {
    CUSTOMER_SATISFACTION("customerSatisfaction", 1, 5),
    NET_PROMOTER_SCORE("netPromoterScore", 0, 10),
    SATISFACTION_COMMENT("satisfactionComment", 0, 1),
    CUSTOM_QUESTION("customQuestion", 0, 1);

    private static final Pattern WHOLE = Pattern.compile("\\d{1,2}(\\.0{1,9})?");

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
            case CUSTOM_QUESTION -> chosen(value);
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

    /** A score is read as a text, too, and with zeros behind the point, as other software may write it. */
    private Answer scored(Object value) {
        String text = value instanceof Number || value instanceof String ? value.toString() : "";
        if (WHOLE.matcher(text).matches()) {
            int score = Integer.parseInt(text.indexOf('.') < 0 ? text : text.substring(0, text.indexOf('.')));
            if (score >= lowest && score <= highest) {
                return new Answer(this, score, null);
            }
        }
        throw wrong("a whole number from " + lowest + " to " + highest, value);
    }

    private Answer chosen(Object value) {
        return switch (value instanceof Boolean || value instanceof String ? value.toString() : "") {
            case "true" -> new Answer(this, 1, null);
            case "false" -> new Answer(this, 0, null);
            default -> throw wrong("true or false", value);
        };
    }

    private Answer commented(Object value) {
        if (value instanceof String text) {
            String comment = PlainText.storable(text);
            return new Answer(this, comment.isBlank() ? 0 : 1, comment);
        }
        throw wrong("a text", value);
    }

    private PermanentException wrong(String expected, Object value) {
        return new PermanentException(
                "The field " + field + " must be " + expected + ", but is " + JsonKind.of(value) + ".");
    }
}
