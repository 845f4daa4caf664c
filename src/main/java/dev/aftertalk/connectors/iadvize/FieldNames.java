package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.text.PlainText;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The names under which a conversation's parts are looked for, the preferred one first: iAdvize's reference does not spell them all, so the
 * query asks for those that the schema has, and its answer is read by the same lists.
 */
final class FieldNames {

    static final List<String> TEXT = List.of("text", "content", "message", "body");
    static final List<String> FILE = List.of("text", "content", "message", "body", "fileName", "name", "url");
    static final List<String> TIME = List.of("createdAt", "sentAt", "date");
    static final List<String> ATTACHMENT = List.of("attachment", "attachments", "payload");
    static final List<String> SENDER =
            List.of("author", "sender", "from", "createdBy", "visitor", "operator", "agent", "bot", "user");
    static final List<String> SENDER_KIND = List.of("author", "sender", "from", "authorType", "senderType", "type");
    static final List<String> PERSON =
            List.of("id", "firstName", "lastName", "displayName", "pseudo", "userName", "username", "name");
    static final List<String> NICKNAME = List.of("displayName", "pseudo", "userName", "username", "name");
    static final List<String> RECEIVER = List.of("toUser");
    static final List<String> TAG = List.of("name", "label", "title", "value");
    static final List<String> TAGS = List.of("tag", "edges", "node", "nodes", "items");
    static final List<String> LANGUAGE = List.of("code", "isoCode", "locale", "name", "id");
    static final List<String> KEY = List.of("key", "name", "label", "title", "id");
    static final List<String> LABEL = List.of("label", "title", "name", "question", "key", "id");
    static final List<String> VALUE = List.of("value", "values", "answer", "answers");
    static final List<String> OPTION = List.of("value", "label", "name", "text");
    static final List<String> QUESTION = List.of("field", "question", "input");
    static final List<String> ENTRIES =
            List.of("customData", "values", "fields", "entries", "items", "nodes", "edges", "node");

    private static final Pattern RENAMED = Pattern.compile("_\\d+$");

    private FieldNames() {}

    /** Whether a field's name says that it holds an entry's value, such as {@code stringValue}. */
    static boolean ofValue(String field) {
        String name = RENAMED.matcher(field).replaceFirst("");
        return VALUE.contains(name) || name.endsWith("Value");
    }

    /** The first of {@code names} that an object has with a value, also where {@link Selection} had to give it a number. */
    static JsonNode find(JsonNode object, List<String> names) {
        for (String name : names) {
            if (object.hasNonNull(name)) {
                return object.get(name);
            }
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                boolean its = field.getKey().startsWith(name)
                        && RENAMED.matcher(field.getKey().substring(name.length()))
                                .matches();
                if (its && !field.getValue().isNull()) {
                    return field.getValue();
                }
            }
        }
        return null;
    }

    /** The cleaned text of the first of {@code names} that is a plain value with something in it, or null. */
    static String text(JsonNode object, List<String> names) {
        for (String name : names) {
            JsonNode value = find(object, List.of(name));
            String text = value == null || value.isContainerNode() ? null : PlainText.typed(value.asText());
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    static String typename(JsonNode object) {
        return JsonAnswers.text(object, "__typename");
    }
}
