package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.iadvize.SchemaFields.Field;
import dev.aftertalk.connectors.iadvize.SchemaFields.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is asked of a conversation's messages: when, who and what, wherever the schema keeps it, and what is needed to page. */
final class MessageFields {

    private static final Set<String> PAGING = Set.of("first", "after");

    private final SchemaFields schema;
    private final Selection selection;

    MessageFields(SchemaFields schema) {
        this.schema = schema;
        this.selection = new Selection(schema);
    }

    /** The field with its selection, or an empty text when the schema does not have it in a form that can be read. */
    String of(Field messages) {
        if (messages == null || !messages.needsOnly(PAGING)) {
            return "";
        }
        String arguments = PAGING.stream()
                .sorted((one, other) -> other.compareTo(one))
                .filter(messages.arguments()::containsKey)
                .map(name -> name + ": $" + name)
                .collect(Collectors.joining(", "));
        Type type = schema.of(messages);
        String below = messages.list() ? selection.of(type, this::message) : connection(type);
        return below.isEmpty() ? "" : "messages" + (arguments.isEmpty() ? "" : "(" + arguments + ")") + below;
    }

    private String connection(Type type) {
        String nodes = Stream.of("edges", "nodes")
                .map(name -> nodes(type, name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        Field page = type == null ? null : type.fields().get("pageInfo");
        String info =
                page == null ? "" : names(selection.leaves(schema.of(page), List.of("hasNextPage", "endCursor"), true));
        return nodes.isEmpty() ? "" : " {" + (info.isEmpty() ? "" : " pageInfo {" + info + " }") + nodes + " }";
    }

    private String nodes(Type connection, String name) {
        Field field = connection == null ? null : connection.fields().get(name);
        if (field == null) {
            return "";
        }
        if (name.equals("nodes")) {
            String message = selection.of(schema.of(field), this::message);
            return message.isEmpty() ? "" : " nodes" + message;
        }
        Type edge = schema.of(field);
        Field node = edge == null ? null : edge.fields().get("node");
        String message = node == null ? "" : selection.of(schema.of(node), this::message);
        return message.isEmpty() ? "" : " edges { node" + message + " }";
    }

    private Map<Field, String> message(Type type) {
        Map<Field, String> fields = new LinkedHashMap<>(selection.leaves(type, FieldNames.TIME, false));
        Map<Field, String> text = new LinkedHashMap<>(selection.leaves(type, FieldNames.TEXT, false));
        if (text.isEmpty()) {
            selection.below(type, FieldNames.TEXT, below -> selection.leaves(below, FieldNames.TEXT, false), text);
        }
        fields.putAll(text);
        selection.below(type, FieldNames.ATTACHMENT, this::attachment, fields);
        for (String name : FieldNames.SENDER) {
            Field field = type.fields().get(name);
            if (field != null && field.needsOnly(Set.of()) && !fields.containsKey(field)) {
                String person = person(schema.of(field));
                if (!person.isEmpty()) {
                    fields.put(field, person);
                }
            }
        }
        selection.leaves(type, FieldNames.SENDER_KIND, true).forEach(fields::putIfAbsent);
        return fields;
    }

    private Map<Field, String> attachment(Type type) {
        Map<Field, String> fields = new LinkedHashMap<>(selection.leaves(type, FieldNames.FILE, false));
        for (String name : FieldNames.RECEIVER) {
            Field field = type.fields().get(name);
            String person = field == null ? "" : person(schema.of(field));
            if (!person.isEmpty()) {
                fields.put(field, person);
            }
        }
        return fields;
    }

    /** Of a person the type is worth asking for alone. */
    private String person(Type type) {
        String known = selection.of(type, person -> selection.leaves(person, FieldNames.PERSON, true));
        return known.isEmpty() && type != null && type.composite() ? " { __typename }" : known;
    }

    private static String names(Map<Field, String> fields) {
        return fields.keySet().stream().map(field -> " " + field.name()).collect(Collectors.joining());
    }
}
