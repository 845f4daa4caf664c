package dev.aftertalk.care.replay;

import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.text.PlainText;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.MultiValueMap;

/** What a request asks for, read strictly: a name that is not known is a slip of the pen, and would give what nobody asked for. */
final class Parameters {

    private static final int MOST = 200;
    private static final int USUAL = 50;
    private static final int LONGEST_REASON = 200;

    private Parameters() {}

    /** Each parameter that is given once and is not empty. */
    static Map<String, String> of(MultiValueMap<String, String> query, String... more) {
        Collection<String> known =
                Stream.concat(EventFilter.NAMES.stream(), Stream.of(more)).toList();
        Map<String, String> single = new HashMap<>();
        query.forEach((name, values) -> {
            check("parameter", name, known);
            if (values.size() > 1) {
                throw new IllegalArgumentException("Give " + name + " once.");
            }
            if (values.get(0) != null && !values.get(0).isBlank()) {
                single.put(name, values.get(0).strip());
            }
        });
        return single;
    }

    static void check(String kind, String name, Collection<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException("There is no such " + kind + "; there are "
                    + known.stream().collect(Collectors.joining(", ")) + ".");
        }
    }

    static int limit(String limit) {
        if (limit == null) {
            return USUAL;
        }
        int number = limit.matches("\\d{1,4}") ? Integer.parseInt(limit) : 0;
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("limit must be a number from 1 to " + MOST + ".");
        }
        return number;
    }

    /** Why something is left, as one line. */
    static String reason(Object value) {
        String line = value instanceof String ? PlainText.line(value) : "";
        if (line.isEmpty() || line.length() > LONGEST_REASON) {
            throw new IllegalArgumentException(
                    "Say why: {\"reason\": \"…\"}, at most " + LONGEST_REASON + " characters.");
        }
        return line;
    }
}
