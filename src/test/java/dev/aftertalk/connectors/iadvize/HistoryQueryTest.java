package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.sandbox.GraphqlPeer;
import dev.aftertalk.sandbox.SandboxIadvize;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Questions for lists, written after the schemas that iAdvize may have. */
class HistoryQueryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FROM = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void asksForAllThatAnEventSays() throws Exception {
        String schema =
                SandboxIadvize.SCHEMA.replace("users: [Professional!]", "users: [Professional!]\n agents: [Bot!]");
        String query = query(HistoryQuery.of(fields(schema), HistoryQuery.CLOSED, false));
        assertThat(query)
                .contains(
                        "closedConversations(interval: { from: \"2026-11-22T10:00:00Z\", to: \"2026-11-22T10:01:00Z\" }, first: 100,"
                                + " after: \"a\\\"b\")")
                .contains("id closedAt channel project", "visitorId legacyVisitorId", "users", "agents");
    }

    @Test
    void findsTheIntervalInsideOfAFilter() throws Exception {
        String schema = SandboxIadvize.SCHEMA
                .replace(
                        "closedConversations(interval: Interval!, projectIds: [Int!],",
                        "closedConversations(filter: Filter!,")
                .replace("input Interval", "input Filter { interval: Interval!, projectIds: [Int!] }\ninput Interval");
        assertThat(query(HistoryQuery.of(fields(schema), HistoryQuery.CLOSED, true)))
                .contains("closedConversations(filter: { interval: { from:", "projectIds: [7] }, first: 100");
    }

    @Test
    void saysWhatTheSchemaLacksOrWantsToKnow() throws Exception {
        assertThat(unsupported("closedConversations(", "somethingElse("))
                .isEqualTo("iAdvize's GraphQL schema has no closedConversations");
        assertThat(unsupported("from: DateTime!", "begin: DateTime!"))
                .contains("its interval of from and to was not found");
        assertThat(unsupported("projectIds: [Int!],", "projectIds: [Int!]!,")).contains("set reconcile.project-ids");
        assertThat(unsupported("interval: Interval!,", "interval: Interval!, brand: Int!,"))
                .contains("it wants to be given brand");
        assertThat(unsupported("closedAt: DateTime", "endedAt: DateTime")).contains("no id and time of closing");
    }

    @Test
    void asksAsDocumentedWhereTheSchemaIsHidden() throws Exception {
        assertThat(HistoryQuery.documented(HistoryQuery.CLOSED).unsupported())
                .contains("does not show its GraphQL schema");
        assertThat(query(HistoryQuery.documented(HistoryQuery.ANSWERS)))
                .contains("satisfactionSurveyResponses(interval:", "agents { id }");
    }

    private static String unsupported(String with, String by) throws Exception {
        String schema = SandboxIadvize.SCHEMA.replace(with, by);
        return HistoryQuery.of(fields(schema), HistoryQuery.CLOSED, false).unsupported();
    }

    private static String query(HistoryQuery query) throws Exception {
        assertThat(query.unsupported()).isNull();
        byte[] request = query.request(FROM, FROM.plusSeconds(60), List.of(7L), "a\"b");
        return JSON.readTree(request).path("query").asText().replace(", projectIds: [7],", ",");
    }

    private static SchemaFields fields(String schema) throws Exception {
        JsonNode answer = JSON.valueToTree(new GraphqlPeer(schema, (field, arguments) -> null)
                .answer(Map.of("query", ConversationQuery.file("schema"))));
        return SchemaFields.read(answer.path("data").path("__schema"));
    }
}
