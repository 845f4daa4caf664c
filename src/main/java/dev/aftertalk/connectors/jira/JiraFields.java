package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.text.PlainText;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Jira fields set in a workflow as variables: {@code jiraField.customfield_10050} is that field's value, and further dots and numbers lead
 * into objects and lists ({@code jiraField.customfield_10051.value}, {@code jiraField.components.0.name}). Only names are read as
 * structure, never values, so nothing a visitor writes can become any.
 */
final class JiraFields {

    static final String PREFIX = "jiraField.";

    private static final Set<String> OURS =
            Set.of("project", "issuetype", "summary", "description", "labels", "priority");
    private static final ObjectMapper JSON = new ObjectMapper();

    private JiraFields() {}

    /** The fields among an exchange's variables. */
    static ObjectNode of(Map<String, Object> variables) {
        Map<String, Object> tree = new TreeMap<>();
        new TreeMap<>(variables).forEach((name, value) -> {
            if (name.startsWith(PREFIX) && value != null) {
                put(tree, name.substring(PREFIX.length()).split("\\.", -1), value, name);
            }
        });
        for (String field : tree.keySet()) {
            if (OURS.contains(field)) {
                throw new PermanentException("The variable " + PREFIX + field + " can't be used: " + field
                        + " is a parameter of jira-ticket-sink, or made by it");
            }
        }
        return (ObjectNode) node(tree, false);
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String[] path, Object value, String variable) {
        Map<String, Object> at = tree;
        for (int i = 0; i < path.length; i++) {
            if (path[i].isBlank()) {
                throw new PermanentException("The variable " + variable + " has an empty part in its name");
            }
            boolean last = i == path.length - 1;
            Object next =
                    last ? at.putIfAbsent(path[i], new Leaf(value)) : at.computeIfAbsent(path[i], p -> new TreeMap<>());
            if (last ? next != null : next instanceof Leaf) {
                throw new PermanentException(
                        "The variable " + variable + " and one above it give the same field a value");
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
