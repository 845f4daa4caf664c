package dev.aftertalk.rehearsal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step would have done outside of this server.
 *
 * @param what it is, in words, such as {@code Jira: opens an issue}
 * @param details by their names in the order in which people read them, such as a mail's subject; a text may have several lines
 */
public record Action(String what, Map<String, String> details) {

    public Action {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    /** With details as the other system is told them; what is null is left out. */
    public static Action of(String what, Map<String, ?> details) {
        Map<String, String> texts = new LinkedHashMap<>();
        details.forEach((name, value) -> {
            if (value != null) {
                texts.put(name, String.valueOf(value));
            }
        });
        return new Action(what, texts);
    }
}
