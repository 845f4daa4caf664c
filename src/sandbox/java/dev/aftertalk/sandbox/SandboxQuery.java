package dev.aftertalk.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A GraphQL query as far as the sandbox's iAdvize needs to understand it: which fields are asked for, with which arguments. */
final class SandboxQuery {

    private static final Set<String> PAGED = Set.of("messages", "closedConversations", "satisfactionSurveyResponses");
    private static final Pattern TOKEN = Pattern.compile("\\.\\.\\.|\"[^\"]*\"|[$\\w]+|[{}():!\\[\\]]");

    private final List<String> tokens = new ArrayList<>();
    private final Map<?, ?> variables;
    private final Map<String, Selected> fragments = new HashMap<>();
    private Selected query;
    private int at;

    /**
     * What is asked for.
     *
     * @param key the name in the answer
     * @param name the field; null for a fragment
     * @param on the type that a fragment is for, or the fragment's name where it is only referred to
     */
    record Selected(String key, String name, String on, Map<String, Object> arguments, List<Selected> below) {}

    SandboxQuery(String text, Map<?, ?> variables) {
        this.variables = variables;
        Matcher token = TOKEN.matcher(text.replaceAll("#.*", ""));
        while (token.find()) {
            tokens.add(token.group());
        }
        while (at < tokens.size()) {
            if (tokens.get(at).equals("fragment")) {
                String name = tokens.get(at + 1);
                at += 4; // fragment NAME on TYPE
                fragments.put(name, new Selected(null, null, tokens.get(at - 1), Map.of(), selection()));
            } else {
                while (!tokens.get(at).equals("{")) {
                    at++;
                }
                query = new Selected(null, null, null, Map.of(), selection());
            }
        }
    }

    /** The answer's {@code data}: of what {@code resolve} gives for each field asked for at the top, what is asked of it. */
    Map<String, Object> answer(BiFunction<String, Map<String, Object>, Object> resolve) {
        Map<String, Object> data = new LinkedHashMap<>();
        for (Selected field : query.below()) {
            data.put(field.key(), project(resolve.apply(field.name(), field.arguments()), field));
        }
        return data;
    }

    private Object project(Object value, Selected selected) {
        if (value instanceof List<?> all && PAGED.contains(selected.name())) {
            return project(page(all, selected.arguments()), selected);
        }
        if (value instanceof List<?> all) {
            return all.stream().map(one -> project(one, selected)).toList();
        }
        if (!(value instanceof Map<?, ?> object)) {
            return value;
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        collect(object, selected.below(), answer);
        return answer;
    }

    private void collect(Map<?, ?> object, List<Selected> selection, Map<String, Object> to) {
        for (Selected one : selection) {
            Selected fragment = one.name() == null && one.below().isEmpty() ? fragments.get(one.on()) : one;
            if (one.name() != null) {
                to.put(one.key(), project(object.get(one.name()), one));
            } else if (object.get("__typename") == null || fragment.on().equals(object.get("__typename"))) {
                collect(object, fragment.below(), to);
            }
        }
    }

    private static Map<String, Object> page(List<?> all, Map<String, Object> arguments) {
        int first = arguments.get("first") instanceof Number number ? Math.min(100, number.intValue()) : 100;
        Object after = arguments.get("after");
        int from = after == null || after.equals("") ? 0 : Integer.parseInt(after.toString());
        int to = Math.min(all.size(), from + first);
        List<Object> edges = new ArrayList<>();
        all.subList(Math.min(from, to), to).forEach(node -> edges.add(Map.of("node", node)));
        return Map.of("edges", edges, "pageInfo", Map.of("hasNextPage", to < all.size(), "endCursor", "" + to));
    }

    private List<Selected> selection() {
        List<Selected> selection = new ArrayList<>();
        at++; // {
        while (!tokens.get(at).equals("}")) {
            selection.add(tokens.get(at).equals("...") ? fragment() : field());
        }
        at++; // }
        return selection;
    }

    private Selected fragment() {
        boolean inline = tokens.get(at + 1).equals("on");
        at += inline ? 3 : 2;
        String on = tokens.get(at - 1);
        return new Selected(null, null, on, Map.of(), inline ? selection() : List.of());
    }

    private Selected field() {
        String key = tokens.get(at++);
        String name = key;
        if (tokens.get(at).equals(":")) {
            name = tokens.get(at + 1);
            at += 2;
        }
        Map<String, Object> arguments = new HashMap<>();
        if (tokens.get(at).equals("(")) {
            arguments.putAll(pairs(")"));
        }
        return new Selected(key, name, null, arguments, tokens.get(at).equals("{") ? selection() : List.of());
    }

    /** NAME : VALUE … up to the closing token, from the opening one on. */
    private Map<String, Object> pairs(String end) {
        Map<String, Object> pairs = new HashMap<>();
        at++;
        while (!tokens.get(at).equals(end)) {
            String name = tokens.get(at);
            at += 2;
            pairs.put(name, argument());
        }
        at++;
        return pairs;
    }

    private Object argument() {
        if (tokens.get(at).equals("{")) {
            return pairs("}");
        }
        if (tokens.get(at).equals("[")) {
            List<Object> values = new ArrayList<>();
            for (at++; !tokens.get(at).equals("]"); at++) {
                values.add(value(tokens.get(at)));
            }
            at++;
            return values;
        }
        return value(tokens.get(at++));
    }

    private Object value(String token) {
        if (token.startsWith("$")) {
            return variables.get(token.substring(1));
        }
        return token.startsWith("\"") ? token.substring(1, token.length() - 1) : token;
    }
}
