package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The GraphQL request for a conversation, of which only the id changes; the query stands in a file of its own. */
final class ConversationQuestion {

    private static final String QUERY = "/iadvize/conversation-visitor.graphql";
    private static final String ID = "00000000-0000-0000-0000-000000000000";

    private final String before;
    private final String after;

    ConversationQuestion() {
        String request = request();
        int at = request.indexOf(ID);
        before = request.substring(0, at);
        after = request.substring(at + ID.length());
    }

    /** The request, as JSON, for a conversation whose id has been checked to be a UUID. */
    byte[] of(String conversationId) {
        return (before + conversationId + after).getBytes(StandardCharsets.UTF_8);
    }

    private static String request() {
        try (InputStream file = ConversationQuestion.class.getResourceAsStream(QUERY)) {
            String query = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return new ObjectMapper()
                    .writeValueAsString(
                            Map.of("query", query, "operationName", "ConversationById", "variables", Map.of("id", ID)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
