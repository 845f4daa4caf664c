package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.iadvize.SchemaFields.Field;
import dev.aftertalk.connectors.iadvize.SchemaFields.Type;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes GraphQL selections out of a schema: only fields it has, and for interfaces and unions what each possible type has. */
final class Selection {

    private final SchemaFields schema;

    Selection(SchemaFields schema) {
        this.schema = schema;
    }

    /** The fields of a type that are wanted, in the order to ask for them, with what is wanted of each (empty for a leaf). */
    interface Choice extends Function<Type, Map<Field, String>> {}

    /** A selection of {@code type} with {@code __typename}, or an empty text when the type has nothing of what is wanted. */
    String of(Type type, Choice choice) {
        if (type == null || !type.composite()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        Map<Field, String> common = choice.apply(type);
        common.forEach((field, below) -> text.append(' ').append(field.name()).append(below));
        Set<String> asked = names(common.keySet());
        Map<String, String> written = new LinkedHashMap<>();
        for (int i = 0; i < type.possible().size(); i++) {
            Type possible = schema.types().get(type.possible().get(i));
            String fragment = possible == null ? "" : fragment(choice.apply(possible), asked, written, i);
            if (!fragment.isEmpty()) {
                text.append(" ... on ")
                        .append(possible.name())
                        .append(" {")
                        .append(fragment)
                        .append(" }");
            }
        }
        return text.isEmpty() ? "" : " { __typename" + text + " }";
    }

    /** A field that two possible types write differently would make the query invalid, so the later one gets another name. */
    private static String fragment(
            Map<Field, String> fields, Set<String> asked, Map<String, String> written, int index) {
        StringBuilder text = new StringBuilder();
        fields.forEach((field, below) -> {
            if (asked.contains(field.name())) {
                return;
            }
            String first = written.putIfAbsent(field.name(), field.written());
            text.append(' ');
            if (first != null && !first.equals(field.written())) {
                text.append(field.name()).append('_').append(index).append(": ");
            }
            text.append(field.name()).append(below);
        });
        return text.toString();
    }

    /** The leaves among {@code names} that a type has; every one of them, or just the first. */
    Map<Field, String> leaves(Type type, List<String> names, boolean every) {
        Map<Field, String> found = new LinkedHashMap<>();
        for (String name : names) {
            Field field = type.fields().get(name);
            if (field != null && leaf(field) && (every || found.isEmpty())) {
                found.put(field, "");
            }
        }
        return found;
    }

    /** Adds those of {@code names} that are composite and hold something of what is wanted of them. */
    void below(Type type, List<String> names, Choice choice, Map<Field, String> to) {
        for (String name : names) {
            Field field = type.fields().get(name);
            String below = field == null || !field.needsOnly(Set.of()) ? "" : of(schema.of(field), choice);
            if (!below.isEmpty()) {
                to.put(field, below);
            }
        }
    }

    /** Whether a field is a plain value that can be asked for without arguments. */
    boolean leaf(Field field) {
        Type type = schema.of(field);
        return type != null && !type.composite() && field.needsOnly(Set.of());
    }

    private static Set<String> names(Collection<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.toSet());
    }
}
