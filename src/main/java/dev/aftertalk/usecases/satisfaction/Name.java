package dev.aftertalk.usecases.satisfaction;

import dev.aftertalk.text.PlainText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody or something is called, from a look-up.
 *
 * @param id a String for an operator, a Long for a project
 */
record Name(Kind kind, Object id, String name) {

    private static final int LONGEST = 200;

    /** Each with its table and the column of its id. */
    enum Kind {
        OPERATOR("operator_name", "operator_id"),
        PROJECT("project_name", "project_id");

        final String table;
        final String column;

        Kind(String table, String column) {
            this.table = table;
            this.column = column;
        }
    }

    /** The names in a normalised conversation; what can't be read is left out. */
    static List<Name> in(Map<?, ?> conversation, Progress found) {
        List<Name> names = new ArrayList<>();
        if (conversation.get("project") instanceof Map<?, ?> project && found.projectId() != null) {
            add(names, Kind.PROJECT, found.projectId(), text(project.get("name")));
        }
        for (Map<?, ?> operator : Operators.maps(conversation.get("operators"))) {
            String id = Operators.id(operator.get("id"));
            String name = Stream.of("firstName", "lastName")
                    .map(part -> text(operator.get(part)))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining(" "));
            if (id != null && names.stream().noneMatch(other -> other.id().equals(id))) {
                add(names, Kind.OPERATOR, id, name);
            }
        }
        return names;
    }

    private static void add(List<Name> names, Kind kind, Object id, String name) {
        if (!name.isEmpty()) {
            names.add(new Name(kind, id, name.codePointCount(0, name.length()) > LONGEST ? shortened(name) : name));
        }
    }

    private static String shortened(String name) {
        return name.substring(0, name.offsetByCodePoints(0, LONGEST)) + "…";
    }

    private static String text(Object value) {
        return value instanceof String text ? PlainText.storable(text).strip() : "";
    }
}
