package dev.aftertalk.usecases.survey;

import dev.aftertalk.usecases.satisfaction.Question;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a visitor filled in, by the field of {@code satisfaction.answered}.
 *
 * @param values numbers for the two scores, a text for the comment; what was left empty is absent
 * @param fault key of a message for the visitor when it can't be taken as it is; null when it can
 */
record SurveyAnswers(Map<String, Object> values, String fault) {

    static final int LONGEST_COMMENT = 5_000;

    private static final String COMMENT = Question.SATISFACTION_COMMENT.field();

    /**
     * Reads the form.
     *
     * @param questions those that were asked; everything else in the form is ignored
     */
    static SurveyAnswers of(Map<String, String> form, List<String> questions) {
        Map<String, Object> values = new LinkedHashMap<>();
        String fault = null;
        for (String question : questions) {
            String given = form.getOrDefault(question, "").strip();
            if (given.isEmpty()) {
                continue;
            }
            if (question.equals(COMMENT)) {
                // A browser counts a line break as one character (maxlength) and sends it as two.
                String comment = given.replace("\r\n", "\n");
                fault = comment.length() > LONGEST_COMMENT ? "survey.fault.comment" : fault;
                values.put(question, comment);
            } else if (isScore(question, given)) {
                values.put(question, Integer.valueOf(given));
            } else {
                fault = "survey.fault.score";
            }
        }
        return new SurveyAnswers(values, values.isEmpty() && fault == null ? "survey.fault.empty" : fault);
    }

    private static boolean isScore(String question, String given) {
        return question.equals(Question.CUSTOMER_SATISFACTION.field())
                ? given.matches("[1-5]")
                : given.matches("10|[0-9]");
    }
}
