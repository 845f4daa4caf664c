package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The types of a GraphQL schema with their fields, read from the answer to {@code iadvize/schema.graphql}. */
record SchemaFields(Type query, Map<String, Type> types) {

    private static final Set<String> LEAVES = Set.of("SCALAR", "ENUM");

    /**
     * A type; one that has no fields of its own is a union or a leaf.
     *
     * @param possible the object types that an interface or a union stands for
     * @param inputs what an input object consists of
     */
    record Type(
            String kind, String name, Map<String, Field> fields, List<String> possible, Map<String, Argument> inputs) {

        boolean composite() {
            return !LEAVES.contains(kind);
        }

        boolean oneOfSeveral() {
            return !possible.isEmpty();
        }
    }

    /**
     * A field.
     *
     * @param written its type as GraphQL writes it, such as {@code [Tag!]!}
     * @param type the name of its type without list and non-null
     */
    record Field(String name, String written, String type, Map<String, Argument> arguments) {

        boolean list() {
            return written.startsWith("[");
        }

        /** Whether it can be asked for without arguments other than {@code known}. */
        boolean needsOnly(Set<String> known) {
            return arguments.values().stream()
                    .noneMatch(argument -> argument.required() && !known.contains(argument.name()));
        }
    }

    /** An argument of a field and its type as GraphQL writes it. */
    record Argument(String name, String written, boolean required) {

        String named() {
            return written.replaceAll("[\\[\\]!]", "");
        }
    }

    /** The schema in an answer's {@code data.__schema}, or null when there is none. */
    static SchemaFields read(JsonNode schema) {
        Map<String, Type> types = new HashMap<>();
        for (JsonNode type : schema.path("types")) {
            String name = type.path("name").asText();
            types.put(
                    name,
                    new Type(
                            type.path("kind").asText(),
                            name,
                            fields(type),
                            possible(type),
                            arguments(type.path("inputFields"))));
        }
        Type query = types.get(schema.path("queryType").path("name").asText());
        return query == null ? null : new SchemaFields(query, types);
    }

    /** The type of a field, or null when the schema does not list it. */
    Type of(Field field) {
        return types.get(field.type());
    }

    private static Map<String, Field> fields(JsonNode type) {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (JsonNode field : type.path("fields")) {
            String name = field.path("name").asText();
            fields.put(
                    name,
                    new Field(
                            name,
                            written(field.path("type")),
                            named(field.path("type")),
                            arguments(field.path("args"))));
        }
        return fields;
    }

    private static Map<String, Argument> arguments(JsonNode described) {
        Map<String, Argument> arguments = new LinkedHashMap<>();
        for (JsonNode argument : described) {
            String written = written(argument.path("type"));
            boolean required = written.endsWith("!") && !argument.hasNonNull("defaultValue");
            String its = argument.path("name").asText();
            arguments.put(its, new Argument(its, written, required));
        }
        return arguments;
    }

    private static List<String> possible(JsonNode type) {
        List<String> names = new ArrayList<>();
        type.path("possibleTypes").forEach(possible -> names.add(JsonAnswers.text(possible, "name")));
        return names;
    }

    private static String written(JsonNode type) {
        return switch (type.path("kind").asText()) {
            case "NON_NULL" -> written(type.path("ofType")) + "!";
            case "LIST" -> "[" + written(type.path("ofType")) + "]";
            default -> type.path("name").asText();
        };
    }

    private static String named(JsonNode type) {
        return type.hasNonNull("ofType")
                ? named(type.path("ofType"))
                : type.path("name").asText();
    }
}
