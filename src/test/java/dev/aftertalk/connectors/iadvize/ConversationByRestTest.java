package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import dev.aftertalk.connectors.iadvize.VisitorAction.Outcome;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.sandbox.PeerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code iadvize-conversation-action.kamelet.yaml} where only the REST API is configured. */
class ConversationByRestTest extends LookUpTest {

    private static final String CONVERSATION = "4c8c7408-f73c-42cd-89e9-afbbee7d9024";
    private static final String SAMPLE = Samples.text("api/rest.conversation.get.json");

    private Answer conversation;

    ConversationByRestTest() {
        super(VisitorAction::rest);
    }

    @BeforeEach
    void answerTheSample() {
        conversation = Answer.json(200, list(SAMPLE));
        peer.rest = asked ->
                asked.path().contains("/conversation") ? conversation : Answer.file(200, "rest.visitor.get.success");
    }

    @Test
    void findsTheConversationOfAnEventAmongItsVisitors() {
        Map<String, Object> found = lookUp("v2.conversation.closed").conversation();

        assertThat(found)
                .containsEntry("conversationId", CONVERSATION)
                .containsEntry("legacyId", "666")
                .containsEntry("createdAt", "2016-02-16T10:24:21Z")
                .containsEntry("closedAt", "2016-02-16T10:26:43Z")
                .containsEntry("channel", "CHAT")
                .containsEntry("project", Map.of("id", "1"))
                .containsEntry("operators", List.of(Map.of("id", "123")))
                .doesNotContainKeys("transcriptTruncated", "satisfaction", "tags");
        assertThat(((Map<?, ?>) found.get("visitor")).get("email")).isEqualTo("camille.durand@example.com");
        assertThat(transcript(found)).hasSize(10);
        assertThat(transcript(found).get(1))
                .isEqualTo(Map.of("createdAt", "2016-02-16T10:24:24.049Z", "author", "visitor", "text", "Hello"));
        assertThat(transcript(found))
                .extracting(message -> message.get("author"))
                .containsExactly(
                        "system",
                        "visitor",
                        "system",
                        "operator",
                        "visitor",
                        "operator",
                        "operator",
                        "visitor",
                        "operator",
                        "system");
        assertThat(transcript(found).get(9))
                .containsEntry("createdAt", "2016-02-16T10:26:43Z")
                .containsEntry("text", "OPERATOR_CHAT_CLOSE");
    }

    @Test
    void searchesWithTheDocumentedFilters() {
        lookUp("v2.conversation.closed").conversation();

        assertThat(peer.asked())
                .extracting(PeerRequest::path)
                .containsExactly("/api/2/conversation.json-unicode", "/api/2/visitor/63429889");
        PeerRequest search = peer.asked().get(0);
        assertThat(URLDecoder.decode(search.query(), StandardCharsets.UTF_8))
                .isEqualTo("formatHistory=0&full=1&limit=100&filters[visitor_id]=63429889"
                        + "&filters[from]=2019-03-13 07:58:35&filters[to]=2019-04-13 07:58:35");
        assertThat(search.method()).isEqualTo("GET");
        assertThat(search.header("X-API-Key")).isEqualTo("the-key");
        assertThat(search.headers()).doesNotContainKeys("mine", "Authorization");
        assertThat(peer.asked().get(1).query()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversation.started", "conversation.closed", "conversation.started.call"})
    void findsTheConversationOfAnOlderEventByItsNumber(String event) {
        Object number = Samples.event(event).get("conversationId");
        conversation = Answer.json(200, SAMPLE.replaceFirst("\"id\": 666", "\"id\": " + number));

        Map<String, Object> found = lookUp(event).conversation();

        assertThat(peer.asked().get(0).path()).isEqualTo("/api/2/conversation.json-unicode/" + number);
        assertThat(peer.asked().get(0).query()).isEqualTo("formatHistory=0");
        assertThat(found).containsEntry("conversationId", number.toString());
        assertThat(transcript(found)).hasSize(10);
    }

    @ParameterizedTest
    @CsvSource({
        "\"visitor_uid\": null, /api/2/visitor",
        "'\"visitor_id\": \"593de0891b628a50b09835dc6c0e92565329c74baa90e\"', /api/2/visitor",
        "\"visitor_id\": 63429889, /api/2/visitor/63429889"
    })
    void readsTheVisitorOfAConversationInBothSpellings(String field, String path) {
        boolean known = !field.endsWith("null");
        conversation = Answer.json(200, SAMPLE.replaceFirst("\"visitor_uid\": *\"[^\"]+\"", field));
        Map<String, Object> event = new java.util.HashMap<>(Samples.event("v2.conversation.closed"));
        event.keySet().removeIf(name -> name.startsWith("visitor"));
        event.put("conversationId", 666);
        action.lookUpConversation(event).conversation();
        assertThat(peer.asked("/api/2/visitor"))
                .extracting(asked -> asked.path().replaceFirst("[?].*", ""))
                .isEqualTo(known ? List.of(path) : List.of());
    }

    @Test
    void takesTheVisitorFromTheConversationWhereTheEventNamesNone() {
        peer.rest = asked -> asked.path().contains("/conversation")
                ? Answer.json(200, SAMPLE)
                : Answer.file(200, "rest.visitor.list.full");
        Map<String, Object> event = new HashMap<>(Map.of("conversationId", 666));

        Map<String, Object> found = action.lookUpConversation(event).conversation();

        assertThat(peer.asked().get(1).path()).isEqualTo("/api/2/visitor");
        assertThat(((Map<?, ?>) found.get("visitor")).get("email")).isEqualTo("camille.durand@example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "200, '{\"meta\":{\"status\":\"success\"},\"data\":[]}'",
        "200, '{\"meta\":{\"status\":\"success\"},\"data\":[{\"id\":1,\"xmpp_id\":\"another\",\"history\":\"[]\"}]}'",
        "200, '{\"meta\":{\"status\":\"fail\",\"message\":\"Unknown filter\"}}'",
        "404, '{\"meta\":{\"status\":\"fail\",\"message\":\"Unknown\"}}'"
    })
    void answersWhatTheEventSaysWhereRestFindsNothing(int status, String body) {
        conversation = Answer.json(status, body);

        Map<String, Object> found = lookUp("v2.conversation.closed").conversation();

        assertThat(found)
                .containsOnlyKeys("conversationId", "channel", "project", "visitor", "transcript")
                .containsEntry("conversationId", CONVERSATION)
                .containsEntry("channel", "CHAT")
                .containsEntry("transcript", List.of());
        assertThat(((Map<?, ?>) found.get("visitor")).get("email")).isEqualTo("camille.durand@example.com");
    }

    @Test
    void asksNothingWhenAnEventNamesNothingThatRestKnows() {
        assertThat(lookUp("satisfaction.answered.customerSatisfaction").conversation())
                .containsOnlyKeys("conversationId", "project", "transcript");
        assertThat(peer.asked()).isEmpty();
    }

    @Test
    void keepsTheConversationOfAVisitorWhomRestDoesNotKnow() {
        peer.rest = asked -> asked.path().contains("/conversation")
                ? Answer.json(200, list(SAMPLE))
                : Answer.file(200, "rest.visitor.get.not-found");

        Map<String, Object> found = lookUp("v2.conversation.closed").conversation();

        assertThat(transcript(found)).hasSize(10);
        assertThat(((Map<?, ?>) found.get("visitor")).get("legacyVisitorId")).isEqualTo("63429889");
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "429, true", "403, false", "302, false"})
    void tellsTransientStatusesFromTheOthers(int status, boolean retried) {
        conversation = Answer.json(status, "{}");
        assertThat(lookUp("v2.conversation.closed").fault())
                .isInstanceOf(retried ? RetryableException.class : PermanentException.class);
    }

    @Test
    void waitsForAKeyThatIsRefused() {
        conversation = Answer.file(200, "rest.error.forbidden");
        assertThat(lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RefusesUsException.class)
                .hasMessageContaining("iadvize.rest.api-key");

        peer.rest = asked -> Answer.file(200, "rest.error.forbidden"); // where only the visitor is asked for
        Map<String, Object> event = new HashMap<>(Samples.event("v2.conversation.closed.offsite"));
        assertThat(action.lookUpConversation(event).fault()).isInstanceOf(RefusesUsException.class);
    }

    @Test
    void retriesAnAnswerThatIsNoJson() {
        conversation = new Answer(200, "text/html", "<html>gateway</html>", Map.of());
        assertThat(lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"torn [[\"", "null", "\"\"", "{}", "5", "\"[1,2,null]\"", "\"[[]]\"", "[[2]]"})
    void readsNoMessagesFromAHistoryThatIsNone(String history) {
        conversation = Answer.json(200, withHistory(history));
        assertThat(lookUp("v2.conversation.closed").conversation())
                .containsEntry("transcript", List.of())
                .containsEntry("legacyId", "666");
    }

    @Test
    void readsHostileAndRichHistories() {
        conversation = Answer.json(
                200,
                withHistory(
                        "[[2,\"2016-02-16 11:24:23\",\"a\\u0000<b>\\r\\n${x}\"],"
                                + "[6,\"2016-02-16 11:24:24\",\"http://img.png/\"],[7,\"when\",{\"text\":\"rich\"}],[9,null,\"new kind\"],[2,null,null]]"));

        assertThat(transcript(lookUp("v2.conversation.closed").conversation()))
                .containsExactly(
                        Map.of("createdAt", "2016-02-16T11:24:23", "author", "visitor", "text", "a <b>\n${x}"),
                        Map.of("createdAt", "2016-02-16T11:24:24", "author", "operator", "text", "http://img.png/"),
                        Map.of("createdAt", "when", "author", "visitor", "text", "{\"text\":\"rich\"}"),
                        Map.of("author", "system", "text", "new kind"));
    }

    @Test
    void readsNoMoreMessagesThanConfigured() {
        try (VisitorAction bounded = VisitorAction.rest(peer, "iadvize.transcript.max-messages=9")) {
            Map<String, Object> found =
                    bounded.lookUpConversation("v2.conversation.closed").conversation();
            assertThat(transcript(found)).hasSize(9);
            assertThat(found).containsEntry("transcriptTruncated", true);
        }
    }

    @Test
    void failsForGoodWithoutAnyApi() {
        try (VisitorAction none = new VisitorAction()) {
            assertThat(none.lookUpConversation("v2.conversation.closed").fault())
                    .isInstanceOf(PermanentException.class)
                    .hasMessageContaining("iadvize.graphql.username")
                    .hasMessageContaining("iadvize.rest.api-key");
        }
    }

    @Test
    void asksRestForTheVisitorOfAConversationThatGraphqlGivesWithoutOne() {
        try (VisitorAction both = VisitorAction.graphql(
                peer, "iadvize.rest.url=" + peer.url() + "/api/2", "iadvize.rest.api-key=the-key")) {
            String answer = Samples.text("api/graphql.conversation.response.json")
                    .replaceFirst("(?s)\"visitor\": \\{.*?\\}", "\"visitor\": null");
            peer.graphql =
                    asked -> asked.text().contains("__schema") ? Answer.json(400, "{}") : Answer.json(200, answer);

            Map<String, Object> found =
                    both.lookUpConversation("v2.conversation.closed").conversation();

            assertThat(((Map<?, ?>) found.get("visitor")).get("email")).isEqualTo("camille.durand@example.com");
            assertThat(found).containsEntry("duration", "PT600S");
        }
    }

    private static String list(String one) {
        return one.replaceFirst("\"data\": \\{", "\"data\": [{\"id\": 1, \"xmpp_id\": \"another\"}, {")
                .replaceFirst("\\}\\s*\\}\\s*$", "}]}");
    }

    private static String withHistory(String history) {
        int from = SAMPLE.indexOf("\"history\": ") + "\"history\": ".length();
        int to = SAMPLE.indexOf(",\n    \"operator_answer\"");
        return list(SAMPLE.substring(0, from) + history + SAMPLE.substring(to));
    }

    private Outcome lookUp(String event) {
        return action.lookUpConversation(event);
    }
}
