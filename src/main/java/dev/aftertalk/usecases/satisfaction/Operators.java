package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.text.PlainText;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Who took part in a conversation, by their ids. What can't be read is left out: the count must not wait for it. */
final class Operators {

    private static final int LONGEST = 200;
    private static final int MOST = 100;

    private Operators() {}

    /** {@code operatorIds} of an event, or {@code operatorId}, which once held several too. */
    static List<String> ofEvent(Map<?, ?> event) {
        return Stream.of("operatorIds", "operatorId")
                .map(event::get)
                .flatMap(value -> value instanceof Collection<?> all ? all.stream() : Stream.ofNullable(value))
                .map(Operators::id)
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** {@code operators} of a normalised conversation. */
    static List<String> ofLookUp(Map<?, ?> conversation) {
        return maps(conversation.get("operators")).stream()
                .map(operator -> id(operator.get("id")))
                .filter(Objects::nonNull)
                .distinct()
                .limit(MOST)
                .toList();
    }

    static List<Map<?, ?>> maps(Object list) {
        return list instanceof List<?> all
                ? all.stream()
                        .filter(Map.class::isInstance)
                        .<Map<?, ?>>map(one -> (Map<?, ?>) one)
                        .toList()
                : List.of();
    }

    /** An id that can be stored, or null. */
    static String id(Object value) {
        if (!(value instanceof String || value instanceof Integer || value instanceof Long)) {
            return null;
        }
        String id = value.toString().strip();
        return id.isEmpty() || id.length() > LONGEST || !id.equals(PlainText.storable(id)) ? null : id;
    }
}
