package dev.aftertalk.connectors.iadvize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers of a closing form by their question. One may be a text, a number, true or false, or a list of those where several boxes can be
 * ticked. {@link #values} has them all side by side, each as a text, since Simple's {@code contains} compares whole elements: it finds nothing
 * in a list within a list, nor a number by its text.
 */
final class FormAnswers extends LinkedHashMap<String, Object> {

    private static final long serialVersionUID = 1;

    FormAnswers(Map<String, Object> answers) {
        super(answers);
    }

    /** Every single answer as a text; read only. */
    @Override
    public Collection<Object> values() {
        List<Object> texts = new ArrayList<>();
        entrySet().forEach(answer -> flat(answer.getValue(), texts));
        return Collections.unmodifiableList(texts);
    }

    private static void flat(Object answer, List<Object> to) {
        if (answer instanceof Collection<?> many) {
            many.forEach(each -> flat(each, to));
        } else if (answer != null) {
            to.add(answer.toString());
        }
    }
}
