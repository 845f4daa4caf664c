package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.iadvize.SchemaFields.Argument;
import dev.aftertalk.connectors.iadvize.SchemaFields.Field;
import dev.aftertalk.connectors.iadvize.SchemaFields.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The questions about one conversation.
 *
 * @param first asks for everything with the first page of messages
 * @param next asks for a later page of messages, or null when there are none to ask for
 */
record ConversationQuery(String first, String next) {

    static final String CUSTOM_DATA = "visitorConversationCustomData";

    private static final String OPERATION = "ConversationById";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ConversationQuery BASIC = new ConversationQuery(file("conversation"), null);

    /** What iAdvize documents, for a schema that it does not show. */
    static ConversationQuery basic() {
        return BASIC;
    }

    /** {@link #basic()} without some fields of the conversation. */
    static ConversationQuery basic(Set<String> without) {
        String query = BASIC.first;
        for (String field : without) {
            if (!field.equals("id")) { // something has to be asked for
                query = query.replaceFirst("\n {4}" + Pattern.quote(field) + "( \\{[^}]*})?(?=\n)", "");
            }
        }
        return new ConversationQuery(query, null);
    }

    /** All that the schema has of what is wanted, or {@link #basic()} when it has no conversation as we know it. */
    static ConversationQuery of(SchemaFields schema, Set<String> without) {
        Field field = schema.query().fields().get("conversation");
        Argument id = field == null ? null : id(field);
        if (id == null || schema.of(field) == null || !schema.of(field).composite()) {
            return basic(without);
        }
        Type conversation = schema.of(field);
        ConversationFields fields = new ConversationFields(schema, without);
        String customData = without.contains(CUSTOM_DATA) ? "" : customData(schema, fields, id);
        Field its = without.contains("messages") ? null : conversation.fields().get("messages");
        String messages = new MessageFields(schema).of(its);
        String variables = "$id: " + id.written();
        if (!messages.isEmpty()) {
            for (String name : new String[] {"first", "after"}) {
                Argument argument = its.arguments().get(name);
                variables += argument == null ? "" : ", $" + name + ": " + argument.written();
            }
        }
        String head = "query " + OPERATION + "(" + variables + ") { conversation(" + id.name() + ": $id) { __typename";
        String first = head + fields.of(conversation, customData.isEmpty()) + " " + messages + " }" + customData + " }";
        boolean pages = messages.contains("endCursor") && messages.contains("$after");
        return new ConversationQuery(first, pages ? head + " " + messages + " } }" : null);
    }

    /** The request, as JSON, for the conversation with its first messages. */
    byte[] first(String id, int messages) {
        return request(first, id, messages, null);
    }

    /** The request, as JSON, for the messages that come after a cursor. */
    byte[] next(String id, int messages, String after) {
        return request(next, id, messages, after);
    }

    private static byte[] request(String query, String id, int messages, String after) {
        Map<String, Object> variables = new HashMap<>(Map.of("id", id));
        if (query.contains("$first")) {
            variables.put("first", messages);
        }
        if (after != null) {
            variables.put("after", after);
        }
        try {
            return JSON.writeValueAsBytes(Map.of("query", query, "operationName", OPERATION, "variables", variables));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String customData(SchemaFields schema, ConversationFields fields, Argument id) {
        Field field = schema.query().fields().get(CUSTOM_DATA);
        Argument its = field == null ? null : id(field);
        // the one variable for both: a nullable one can't be given where a value is required
        if (its == null || its.required() && !id.required() || !its.named().equals(id.named())) {
            return "";
        }
        String below = fields.customData(schema.of(field));
        return below.isEmpty() ? "" : " " + CUSTOM_DATA + "(" + its.name() + ": $id)" + below;
    }

    private static Argument id(Field field) {
        for (String name : new String[] {"id", "conversationId", "uuid"}) {
            Argument argument = field.arguments().get(name);
            if (argument != null && field.needsOnly(Set.of(name))) {
                return argument;
            }
        }
        return null;
    }

    static String file(String name) {
        try (InputStream file = ConversationQuery.class.getResourceAsStream("/iadvize/" + name + ".graphql")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
