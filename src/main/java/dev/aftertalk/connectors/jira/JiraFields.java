package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.connectors.FieldMapping;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.PlainText;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;

/**
 * The further fields of a Jira issue, by the mapping in the variable {@code ticketFields}. Dots and numbers in a name lead into objects and
 * lists ({@code customfield_10051.value}, {@code components.0.name}). Only names are read as structure, never values, so nothing a visitor
 * writes can become any. Variables whose names begin with {@code jiraField.}, which were the way before, add to them.
 */
final class JiraFields {

    static final String VARIABLE = "ticketFields";
    static final String FIELD_VARIABLE = "jiraField.";

    private static final Set<String> OURS =
            Set.of("project", "issuetype", "summary", "description", "labels", "priority");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, FieldMapping> mappings = new ConcurrentHashMap<>();

    /** The fields of the issue that this exchange is about. */
    ObjectNode of(Exchange exchange) {
        Map<String, Object> tree = new TreeMap<>();
        mapped(exchange).forEach((name, value) -> put(tree, name, value));
        new TreeMap<>(exchange.getVariables()).forEach((name, value) -> {
            if (name.startsWith(FIELD_VARIABLE) && value != null) {
                put(tree, name.substring(FIELD_VARIABLE.length()), value);
            }
        });
        for (String field : tree.keySet()) {
            if (OURS.contains(field)) {
                throw new PermanentException(VARIABLE + " has a line for " + field
                        + ", which is a parameter of jira-ticket-sink, or made by it: take it out");
            }
        }
        return (ObjectNode) node(tree, false);
    }

    private Map<String, Object> mapped(Exchange exchange) {
        String lines = exchange.getVariable(VARIABLE, String.class);
        return lines == null
                ? Map.of()
                : mappings.computeIfAbsent(lines, text -> FieldMapping.of(text, exchange.getContext()))
                        .fields(
                                exchange,
                                (field, found) -> found instanceof CharSequence text
                                                && text.toString().isBlank()
                                        ? null
                                        : found);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String field, Object value) {
        String[] path = field.split("\\.", -1);
        Map<String, Object> at = tree;
        for (int i = 0; i < path.length; i++) {
            if (path[i].isBlank()) {
                throw new PermanentException("The Jira field " + field + " has an empty part in its name");
            }
            boolean last = i == path.length - 1;
            Object next =
                    last ? at.putIfAbsent(path[i], new Leaf(value)) : at.computeIfAbsent(path[i], p -> new TreeMap<>());
            if (last ? next != null : next instanceof Leaf) {
                throw new PermanentException(
                        "The Jira field " + field + " gets a value twice, or is a part of one that has a value");
            }
            at = last ? at : (Map<String, Object>) next;
        }
    }

    @SuppressWarnings("unchecked")
    private static JsonNode node(Object value, boolean listAllowed) {
        if (value instanceof Leaf leaf) {
            return cleaned(JSON.valueToTree(leaf.value()));
        }
        Map<String, Object> children = (Map<String, Object>) value;
        if (listAllowed && children.keySet().stream().allMatch(name -> name.matches("\\d{1,4}"))) {
            Map<Integer, Object> ordered = new TreeMap<>();
            children.forEach((name, child) -> ordered.put(Integer.valueOf(name), child));
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            ordered.values().forEach(child -> list.add(node(child, true)));
            return list;
        }
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        children.forEach((name, child) -> object.set(name, node(child, true)));
        return object;
    }

    private static JsonNode cleaned(JsonNode node) {
        if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(PlainText.lines(node.asText()));
        }
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(cleaned(field.getValue())));
        } else if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, cleaned(list.get(i)));
            }
        }
        return node;
    }

    private record Leaf(Object value) {}
}
