package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.text.PlainText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a message of GraphQL: when, who, what, and which operators it tells of. */
final class MessageMapper {

    private static final Map<String, List<String>> ROLES = new LinkedHashMap<>();

    static {
        ROLES.put("visitor", List.of("visitor", "customer"));
        ROLES.put("bot", List.of("bot"));
        ROLES.put("system", List.of("system"));
        ROLES.put("operator", List.of("professional", "expert", "operator", "agent", "human", "user"));
    }

    private MessageMapper() {}

    /** The message, normalised, or null when it holds no text. */
    static Map<String, Object> message(JsonNode node, String visitor) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        Map<String, Object> message = new LinkedHashMap<>();
        put(message, "createdAt", FieldNames.text(node, FieldNames.TIME));
        String author = author(node);
        put(message, "author", author);
        JsonNode person = FieldNames.find(node, FieldNames.SENDER);
        String name = person == null || !person.isObject() ? null : name(person);
        put(message, "name", name == null && "visitor".equals(author) ? visitor : name);
        message.put("text", text);
        return message;
    }

    /** The operator who wrote the message, or to whom it says that the conversation was given; null when there is none. */
    static Map<String, Object> operator(JsonNode node) {
        JsonNode person = FieldNames.find(node, FieldNames.SENDER);
        if (!"operator".equals(author(node)) || person == null || !person.isObject()) {
            person = receiver(node);
        }
        if (person == null || "bot".equals(role(FieldNames.typename(person)))) {
            return null;
        }
        Map<String, Object> operator = new LinkedHashMap<>();
        for (String field : List.of("id", "firstName", "lastName")) {
            put(operator, field, FieldNames.text(person, List.of(field)));
        }
        return operator.isEmpty() ? null : operator;
    }

    /** First and last name, or the name that stands in for them; null when there is none. */
    static String name(JsonNode person) {
        String full = Stream.of("firstName", "lastName")
                .map(field -> FieldNames.text(person, List.of(field)))
                .filter(part -> part != null)
                .collect(Collectors.joining(" "));
        return line(full.isEmpty() ? FieldNames.text(person, FieldNames.NICKNAME) : full);
    }

    static void put(Map<String, Object> map, String key, Object value) {
        if (value != null) {
            map.put(key, value);
        }
    }

    /** What is written in one of {@code names}, or one level below it. */
    static String text(JsonNode node) {
        String text = FieldNames.text(node, FieldNames.TEXT);
        for (String name : FieldNames.TEXT) {
            JsonNode below = FieldNames.find(node, List.of(name));
            text = text == null && below != null && below.isObject() ? FieldNames.text(below, FieldNames.TEXT) : text;
        }
        JsonNode attached = FieldNames.find(node, FieldNames.ATTACHMENT);
        if (text != null || attached == null) {
            return text;
        }
        List<JsonNode> all = attached.isArray() ? elements(attached) : List.of(attached);
        return PlainText.typed(all.stream()
                .map(one -> FieldNames.text(one, FieldNames.FILE))
                .filter(one -> one != null)
                .collect(Collectors.joining("\n")));
    }

    private static String author(JsonNode node) {
        String type = role(FieldNames.typename(node));
        if ("system".equals(type)) {
            return type;
        }
        for (String name : FieldNames.SENDER) {
            JsonNode person = FieldNames.find(node, List.of(name));
            if (person != null && person.isObject()) {
                String role = role(FieldNames.typename(person));
                return role == null ? role(name) == null ? type : role(name) : role;
            }
        }
        for (String name : FieldNames.SENDER_KIND) {
            String role = role(FieldNames.text(node, List.of(name)));
            if (role != null) {
                return role;
            }
        }
        return type;
    }

    private static String role(String word) {
        String lower = word == null ? "" : word.toLowerCase(Locale.ROOT);
        return ROLES.entrySet().stream()
                .filter(role -> role.getValue().stream().anyMatch(lower::contains))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    private static JsonNode receiver(JsonNode node) {
        JsonNode attached = FieldNames.find(node, FieldNames.ATTACHMENT);
        if (attached == null) {
            return null;
        }
        for (JsonNode one : attached.isArray() ? elements(attached) : List.of(attached)) {
            JsonNode person = FieldNames.find(one, FieldNames.RECEIVER);
            if (person != null && person.isObject()) {
                return person;
            }
        }
        return null;
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static String line(String name) {
        return name == null ? null : name.replaceAll("\\s+", " ");
    }
}
