package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.iadvize.SchemaFields.Argument;
import dev.aftertalk.connectors.iadvize.SchemaFields.Field;
import dev.aftertalk.connectors.iadvize.SchemaFields.Type;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A question for a list of conversations or of survey answers, written after the schema: iAdvize's reference names the lists and their
 * interval, but not where among the arguments it stands, nor all of the fields.
 *
 * @param field the list's name, as in the answer's {@code data}
 * @param unsupported why the list can't be asked for, or null
 */
record HistoryQuery(
        String field, boolean paged, String wrapper, boolean takesProjects, String node, String unsupported) {

    static final String CLOSED = "closedConversations";
    static final String ANSWERS = "satisfactionSurveyResponses";
    static final List<String> LISTS = List.of(CLOSED, ANSWERS);
    static final List<String> SCORES = List.of("customerSatisfaction", "netPromoterScore");
    static final String COMMENT = "satisfactionComment";
    static final List<String> ANSWERED = List.of("answeredAt", "createdAt", "submittedAt", "date");

    private static final int PAGE = 100; // the most that iAdvize gives
    private static final Set<String> KNOWN = Set.of("interval", "projectIds", "first", "after");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** For a schema that iAdvize does not show: what its guide prints, and nothing else. */
    static HistoryQuery documented(String field) {
        if (!field.equals(ANSWERS)) {
            return unsupported(
                    field, "iAdvize does not show its GraphQL schema, without which it can't be asked for them");
        }
        String node = " { customerSatisfaction netPromoterScore satisfactionComment"
                + " conversation { id createdAt closedAt project { id name } agents { id } } }";
        return new HistoryQuery(field, true, null, true, node, null);
    }

    static HistoryQuery of(SchemaFields schema, String name, boolean withProjects) {
        Field list = schema.query().fields().get(name);
        if (list == null) {
            return unsupported(name, "iAdvize's GraphQL schema has no " + name);
        }
        String wrapper = wrapper(schema, list);
        Map<String, Argument> arguments = new LinkedHashMap<>(list.arguments());
        if (wrapper != null && !wrapper.isEmpty()) {
            arguments.remove(wrapper);
            arguments.putAll(
                    schema.types().get(list.arguments().get(wrapper).named()).inputs());
        }
        String fault = wrapper == null ? "its interval of from and to was not found" : missing(arguments, withProjects);
        String node = node(schema, list, name.equals(ANSWERS));
        fault = fault == null && node.isEmpty() ? "its entries have no id and time of closing" : fault;
        if (fault != null) {
            return unsupported(name, "iAdvize's " + name + " can't be asked for: " + fault);
        }
        boolean paged = list.arguments().containsKey("after");
        String inside = wrapper.isEmpty() ? null : wrapper;
        return new HistoryQuery(name, paged, inside, arguments.containsKey("projectIds"), node, null);
    }

    /** The request, as JSON, for what lies between two times. */
    byte[] request(Instant from, Instant to, List<Long> projects, String after) {
        String range = "interval: { from: \"" + from + "\", to: \"" + to + "\" }";
        range += takesProjects && !projects.isEmpty() ? ", projectIds: " + projects : "";
        String arguments = wrapper == null ? range : wrapper + ": { " + range + " }";
        try {
            if (paged) {
                arguments += ", first: " + PAGE + (after == null ? "" : ", after: " + JSON.writeValueAsString(after));
            }
            String query = "query Past { " + field + "(" + arguments + ") { edges { node" + node
                    + " } pageInfo { endCursor hasNextPage } } }";
            return JSON.writeValueAsBytes(Map.of("query", query, "operationName", "Past"));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HistoryQuery unsupported(String field, String why) {
        return new HistoryQuery(field, false, null, false, "", why);
    }

    /** The argument that holds the interval among others; empty when the interval is one itself, null when there is none. */
    private static String wrapper(SchemaFields schema, Field list) {
        if (interval(schema, list.arguments().get("interval"))) {
            return "";
        }
        for (Argument argument : list.arguments().values()) {
            Type type = schema.types().get(argument.named());
            if (type != null && interval(schema, type.inputs().get("interval"))) {
                return argument.name();
            }
        }
        return null;
    }

    private static boolean interval(SchemaFields schema, Argument argument) {
        Type type = argument == null ? null : schema.types().get(argument.named());
        return type != null && type.inputs().keySet().containsAll(List.of("from", "to"));
    }

    private static String missing(Map<String, Argument> arguments, boolean withProjects) {
        Set<String> unknown = new TreeSet<>();
        for (Argument argument : arguments.values()) {
            if (argument.required() && !KNOWN.contains(argument.name())) {
                unknown.add(argument.name());
            }
        }
        Argument projects = arguments.get("projectIds");
        if (projects != null && projects.required() && !withProjects) {
            return "it wants to know of which projects: set reconcile.project-ids";
        }
        return unknown.isEmpty() ? null : "it wants to be given " + String.join(", ", unknown);
    }

    private static String node(SchemaFields schema, Field list, boolean ofAnswers) {
        Type connection = schema.of(list);
        Type edge = connection == null ? null : below(schema, connection, "edges");
        Type node = edge == null ? null : below(schema, edge, "node");
        if (node == null) {
            return "";
        }
        Selection selection = new Selection(schema);
        if (!ofAnswers) {
            return complete(node) ? selection.of(node, type -> conversation(selection, type)) : "";
        }
        Type conversation = below(schema, node, "conversation");
        return conversation == null || !complete(conversation)
                ? ""
                : selection.of(node, type -> {
                    List<String> leaves = new ArrayList<>(SCORES);
                    leaves.add(COMMENT);
                    leaves.addAll(ANSWERED);
                    Map<Field, String> fields = new LinkedHashMap<>(selection.leaves(type, leaves, true));
                    selection.below(type, List.of("conversation"), its -> conversation(selection, its), fields);
                    return fields;
                });
    }

    private static Map<Field, String> conversation(Selection selection, Type type) {
        Map<Field, String> fields =
                new LinkedHashMap<>(selection.leaves(type, List.of("id", "closedAt", "channel"), true));
        List<String> visitor = List.of("visitorId", "legacyVisitorId");
        selection.below(type, List.of("project"), its -> selection.leaves(its, List.of("id"), true), fields);
        selection.below(type, List.of("visitor"), its -> selection.leaves(its, visitor, true), fields);
        selection.below(type, List.of("users", "agents"), its -> selection.leaves(its, List.of("id"), true), fields);
        return fields;
    }

    private static boolean complete(Type conversation) {
        return conversation.fields().keySet().containsAll(List.of("id", "closedAt"));
    }

    private static Type below(SchemaFields schema, Type type, String name) {
        Field field = type.fields().get(name);
        return field == null ? null : schema.of(field);
    }
}
