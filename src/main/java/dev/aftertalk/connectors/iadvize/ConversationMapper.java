package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.text.PlainText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Turns GraphQL's conversation into the normalised one; what iAdvize does not know is left out. */
final class ConversationMapper {

    private static final List<String> PLAIN = List.of("legacyId", "createdAt", "closedAt", "channel", "duration");

    private ConversationMapper() {}

    /** All but the visitor and the transcript. */
    static Map<String, Object> conversation(JsonNode conversation, JsonNode customData) {
        Map<String, Object> all = new LinkedHashMap<>();
        MessageMapper.put(all, "conversationId", FieldNames.text(conversation, List.of("id")));
        texts(conversation, PLAIN, all);
        JsonNode language = conversation.path("language");
        MessageMapper.put(
                all,
                "language",
                language.isObject()
                        ? FieldNames.text(language, FieldNames.LANGUAGE)
                        : FieldNames.text(conversation, List.of("language")));
        Map<String, Object> project = new LinkedHashMap<>();
        texts(conversation.path("project"), List.of("id", "name"), project);
        putFilled(all, "project", project);
        putFilled(all, "satisfaction", satisfaction(conversation.path("satisfactionSurvey")));
        List<String> tags = tags(conversation.path("tags"));
        MessageMapper.put(all, "tags", tags.isEmpty() ? null : tags);
        putFilled(all, "customData", entries(customData, FieldNames.KEY));
        putFilled(all, "closingFormValues", answers(conversation.path("closingFormValues")));
        return all;
    }

    /** The visitor, normalised. */
    static Map<String, Object> visitor(JsonNode visitor) {
        Map<String, Object> known = new LinkedHashMap<>();
        ConversationAnswer.normalised(visitor)
                .forEach((field, value) -> MessageMapper.put(known, field, PlainText.typed(value.toString())));
        return known;
    }

    static void putFilled(Map<String, Object> all, String key, Map<String, Object> value) {
        MessageMapper.put(all, key, value.isEmpty() ? null : value);
    }

    private static void texts(JsonNode from, List<String> fields, Map<String, Object> to) {
        fields.forEach(field -> MessageMapper.put(to, field, FieldNames.text(from, List.of(field))));
    }

    private static Map<String, Object> satisfaction(JsonNode survey) {
        Map<String, Object> known = new LinkedHashMap<>();
        for (String score : List.of("customerSatisfaction", "netPromoterScore")) {
            MessageMapper.put(known, score, value(survey.get(score)));
        }
        texts(survey, List.of("satisfactionComment"), known);
        return known;
    }

    private static List<String> tags(JsonNode tags) {
        List<String> names = new ArrayList<>();
        if (tags.isArray()) {
            tags.forEach(tag -> names.addAll(tags(tag)));
            return names;
        }
        JsonNode inside = FieldNames.find(tags, FieldNames.TAGS);
        if (inside != null && inside.isContainerNode()) {
            return tags(inside);
        }
        String name = tags.isValueNode() && !tags.isNull()
                ? PlainText.typed(tags.asText())
                : FieldNames.text(tags, FieldNames.TAG);
        if (name != null) {
            names.add(name);
        }
        return names;
    }

    /** Answers to a form; those that come without their questions stand under one name. */
    private static Map<String, Object> answers(JsonNode form) {
        Map<String, Object> answers = entries(form, FieldNames.LABEL);
        List<Object> bare = new ArrayList<>();
        for (JsonNode answer : form.isObject() ? List.<JsonNode>of() : form.isArray() ? form : List.of(form)) {
            bare.add(answer.isValueNode() ? value(answer) : null);
        }
        bare.removeIf(Objects::isNull);
        MessageMapper.put(answers, "answers", bare.isEmpty() ? null : bare);
        return new FormAnswers(answers);
    }

    /** Keys and values, from a list of entries wherever it stands, or from an object that is a map itself. */
    private static Map<String, Object> entries(JsonNode from, List<String> keys) {
        Map<String, Object> entries = new LinkedHashMap<>();
        collect(from, keys, entries);
        return entries;
    }

    private static void collect(JsonNode from, List<String> keys, Map<String, Object> to) {
        if (from == null || !from.isContainerNode()) {
            return;
        }
        if (from.isArray()) {
            from.forEach(entry -> collect(entry, keys, to));
            return;
        }
        Object value = valueOf(from);
        boolean entry = value != null || FieldNames.typename(from) != null; // otherwise it is a value of a JSON scalar
        String key = entry ? key(from, keys) : null;
        JsonNode inside = FieldNames.find(from, FieldNames.ENTRIES);
        if ((key == null || value == null) && inside != null && inside.isContainerNode()) {
            collect(inside, keys, to);
        } else if (key != null) {
            MessageMapper.put(to, key, value);
        } else if (!entry) {
            from.properties().forEach(field -> MessageMapper.put(to, field.getKey(), value(field.getValue())));
        }
    }

    private static String key(JsonNode entry, List<String> keys) {
        JsonNode question = FieldNames.find(entry, FieldNames.QUESTION);
        String its = question == null || !question.isObject() ? null : FieldNames.text(question, keys);
        return its == null ? FieldNames.text(entry, keys) : its;
    }

    private static Object valueOf(JsonNode entry) {
        for (Map.Entry<String, JsonNode> field : entry.properties()) {
            Object value = FieldNames.ofValue(field.getKey()) ? value(field.getValue()) : null;
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static Object value(JsonNode value) {
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isArray()) {
            List<Object> all = new ArrayList<>();
            value.forEach(one -> all.add(value(one)));
            all.removeIf(one -> one == null);
            return all.isEmpty() ? null : all;
        }
        if (value.isObject()) {
            return FieldNames.text(value, FieldNames.OPTION);
        }
        return value.isNumber()
                ? value.numberValue()
                : value.isBoolean() ? (Object) value.booleanValue() : PlainText.typed(value.asText());
    }
}
