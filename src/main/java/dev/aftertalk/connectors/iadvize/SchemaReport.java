package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.connectors.iadvize.SchemaFields.Argument;
import dev.aftertalk.connectors.iadvize.SchemaFields.Field;
import dev.aftertalk.connectors.iadvize.SchemaFields.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the GraphQL schema of an account has of what Aftertalk asks for, and what it lacks. iAdvize's reference does not spell all of it, so
 * the names are looked for; the report is what is needed to name them. It holds names alone, nothing of visitors or operators.
 */
final class SchemaReport {

    private static final String INDENT = "  ";
    private static final int DEPTH = 4;

    private final SchemaFields schema;
    private final Type conversation;
    private final String query;
    private final List<String> asked = new ArrayList<>();
    private final List<String> unreadable = new ArrayList<>();
    private final List<String> lacking = new ArrayList<>();

    private SchemaReport(SchemaFields schema) {
        this.schema = schema;
        this.query = ConversationQuery.of(schema, Set.of()).first();
        Field field = schema.query().fields().get("conversation");
        this.conversation = field == null ? null : schema.of(field);
    }

    /** @return lines of text for people, without an end of line at the end */
    static String of(SchemaFields schema) {
        SchemaReport report = new SchemaReport(schema);
        report.conversation();
        report.lists();
        return report.text();
    }

    /** The names of what an account lacks, or has in no form that can be read, of what Aftertalk asks for. */
    static List<String> lacking(SchemaFields schema) {
        SchemaReport report = new SchemaReport(schema);
        report.conversation();
        report.lists();
        List<String> all = new ArrayList<>(report.lacking);
        report.unreadable.forEach(name -> all.add(name.split(" ", 2)[0])); // without the reason
        return all;
    }

    private void conversation() {
        if (conversation == null) {
            lacking.add("conversation");
            return;
        }
        Set<String> words = Set.copyOf(List.of(query.split("[^A-Za-z0-9_]+")));
        for (String name : ConversationFields.WANTED) {
            sort("conversation." + name, conversation.fields().containsKey(name), words.contains(name));
        }
        boolean apart = schema.query().fields().containsKey(ConversationQuery.CUSTOM_DATA);
        sort(ConversationQuery.CUSTOM_DATA, apart, words.contains(ConversationQuery.CUSTOM_DATA));
        if (asked.contains(ConversationQuery.CUSTOM_DATA)) { // one of the two places is enough
            lacking.remove("conversation.customData");
        }
    }

    private void sort(String place, boolean there, boolean isAsked) {
        (!there ? lacking : isAsked ? asked : unreadable).add(place);
    }

    private void lists() {
        for (String list : HistoryQuery.LISTS) {
            String why = HistoryQuery.of(schema, list, false).unsupported();
            if (why == null) {
                asked.add(list);
            } else if (schema.query().fields().containsKey(list)) {
                unreadable.add(list + " (" + why + ")");
            } else {
                lacking.add(list);
            }
        }
    }

    private String text() {
        List<String> lines = new ArrayList<>();
        section("It has, and Aftertalk asks for:", asked, lines);
        section("It has, but not in a form that Aftertalk can read:", unreadable, lines);
        section("It lacks:", lacking, lines);
        section("Of a conversation Aftertalk asks:", List.of(query), lines);
        List<String> types = new ArrayList<>();
        reachable().forEach(type -> write(type, types));
        section("Its types:", types, lines);
        return String.join(System.lineSeparator(), lines);
    }

    private static void section(String title, Collection<String> entries, List<String> lines) {
        if (entries.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(title);
        entries.forEach(entry -> lines.add(INDENT + entry));
    }

    /** The composite types of conversations and of both lists, with what is below them. */
    private Set<Type> reachable() {
        Set<Type> all = new LinkedHashSet<>();
        Collection<Type> next = Stream.of("conversation", HistoryQuery.CLOSED, HistoryQuery.ANSWERS)
                .map(schema.query().fields()::get)
                .filter(Objects::nonNull)
                .map(schema::of)
                .filter(Objects::nonNull)
                .toList();
        for (int depth = 0; depth <= DEPTH; depth++) {
            Set<Type> below = new LinkedHashSet<>();
            for (Type type : next) {
                if (type.composite() && all.add(type)) {
                    type.fields().values().stream()
                            .map(schema::of)
                            .filter(Objects::nonNull)
                            .forEach(below::add);
                    type.possible().stream()
                            .map(schema.types()::get)
                            .filter(Objects::nonNull)
                            .forEach(below::add);
                }
            }
            next = below;
        }
        return all;
    }

    /** As GraphQL's own language writes a type. */
    private void write(Type type, List<String> lines) {
        if (type.fields().isEmpty()) {
            lines.add("union " + type.name() + " = " + String.join(" | ", type.possible()));
            return;
        }
        lines.add((type.oneOfSeveral() ? "interface " : "type ") + type.name() + " {");
        for (Field field : type.fields().values()) {
            String arguments = field.arguments().values().stream()
                    .map(SchemaReport::written)
                    .collect(Collectors.joining(", "));
            lines.add(INDENT + field.name() + (arguments.isEmpty() ? "" : "(" + arguments + ")") + ": "
                    + field.written());
        }
        lines.add("}");
        if (type.oneOfSeveral()) {
            lines.add("# of which: " + String.join(", ", type.possible()));
        }
    }

    private static String written(Argument argument) {
        return argument.name() + ": " + argument.written();
    }
}
