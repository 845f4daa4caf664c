package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.iadvize.SchemaFields.Field;
import dev.aftertalk.connectors.iadvize.SchemaFields.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What is asked of a conversation: of all that is wanted, what the schema has. */
final class ConversationFields {

    private static final List<String> PLAIN =
            List.of("id", "legacyId", "createdAt", "closedAt", "channel", "duration", "language");
    /** What is wanted of a conversation itself. */
    static final List<String> WANTED = Stream.concat(
                    PLAIN.stream(),
                    Stream.of(
                            "project",
                            "visitor",
                            "satisfactionSurvey",
                            "tags",
                            "closingFormValues",
                            "customData",
                            "messages"))
            .toList();

    private static final List<String> PROJECT = List.of("id", "name");
    private static final List<String> SATISFACTION =
            List.of("customerSatisfaction", "netPromoterScore", "satisfactionComment");
    private static final int DEPTH = 3;

    private final SchemaFields schema;
    private final Selection selection;
    private final Set<String> without;

    /** @param without fields of a conversation that iAdvize has refused to answer */
    ConversationFields(SchemaFields schema, Set<String> without) {
        this.schema = schema;
        this.selection = new Selection(schema);
        this.without = without;
    }

    /** All but the messages. */
    String of(Type conversation, boolean withCustomData) {
        Map<Field, String> fields = new LinkedHashMap<>(selection.leaves(conversation, PLAIN, true));
        below(conversation, "language", type -> selection.leaves(type, FieldNames.LANGUAGE, false), fields);
        below(conversation, "project", type -> selection.leaves(type, PROJECT, true), fields);
        below(conversation, "visitor", type -> selection.leaves(type, ConversationAnswer.FIELDS, true), fields);
        below(conversation, "satisfactionSurvey", type -> selection.leaves(type, SATISFACTION, true), fields);
        plainOrBelow(conversation, "tags", tags(DEPTH), fields);
        plainOrBelow(conversation, "closingFormValues", entries(DEPTH), fields);
        if (withCustomData) {
            plainOrBelow(conversation, "customData", entries(DEPTH), fields);
        }
        StringBuilder text = new StringBuilder();
        fields.forEach((field, below) -> {
            if (!without.contains(field.name())) {
                text.append(' ').append(field.name()).append(below);
            }
        });
        return text.toString();
    }

    /** The selection of the query that gives a conversation's custom data. */
    String customData(Type type) {
        return selection.of(type, entries(DEPTH));
    }

    private void below(Type type, String name, Selection.Choice choice, Map<Field, String> to) {
        selection.below(type, List.of(name), choice, to);
    }

    private void plainOrBelow(Type type, String name, Selection.Choice choice, Map<Field, String> to) {
        to.putAll(selection.leaves(type, List.of(name), true));
        below(type, name, choice, to);
    }

    /** Names of tags, which may stand a few levels down, such as in the edges of a connection. */
    private Selection.Choice tags(int depth) {
        return type -> {
            Map<Field, String> fields = new LinkedHashMap<>(selection.leaves(type, FieldNames.TAG, false));
            if (fields.isEmpty() && depth > 0) {
                selection.below(type, FieldNames.TAGS, tags(depth - 1), fields);
            }
            return fields;
        };
    }

    /** Entries of a key or label and a value, which may stand a few levels down. */
    private Selection.Choice entries(int depth) {
        return type -> {
            Map<Field, String> fields = new LinkedHashMap<>();
            type.fields().values().stream()
                    .filter(field -> FieldNames.ofValue(field.name()) && selection.leaf(field))
                    .forEach(field -> fields.put(field, ""));
            Map<Field, String> labels = new LinkedHashMap<>(selection.leaves(type, FieldNames.LABEL, true));
            selection.below(
                    type, FieldNames.QUESTION, asked -> selection.leaves(asked, FieldNames.LABEL, true), labels);
            if (fields.isEmpty() && !labels.isEmpty()) {
                selection.below(
                        type, FieldNames.VALUE, value -> selection.leaves(value, FieldNames.OPTION, true), fields);
            }
            if (fields.isEmpty() && depth > 0) {
                selection.below(type, FieldNames.ENTRIES, entries(depth - 1), fields);
                return fields;
            }
            fields.putAll(labels);
            return fields;
        };
    }
}
