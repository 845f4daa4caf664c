package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import dev.aftertalk.connectors.iadvize.VisitorAction.Outcome;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.sandbox.PeerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** {@code iadvize-conversation-action.kamelet.yaml} where the GraphQL API is configured, against schemas that differ. */
@ExtendWith(OutputCaptureExtension.class)
class ConversationByGraphqlTest extends LookUpTest {

    private static final String SCHEMA = Samples.text("schema.graphqls");
    private static final String CONVERSATION = "4c8c7408-f73c-42cd-89e9-afbbee7d9024";
    private static final Map<String, Object> CAMILLE = Map.of(
            "__typename",
            "Visitor",
            "visitorId",
            "v-1",
            "source",
            "ONSITE",
            "firstName",
            "Camille",
            "createdAt",
            "2026-11-22T10:30:00Z");
    private static final Map<String, Object> AGENT =
            Map.of("__typename", "Professional", "id", 12, "firstName", "Zoé", "lastName", "Faure");
    private static final Map<String, Object> BOT = Map.of("__typename", "Bot", "id", 13, "lastName", "Robert");

    private GraphqlServer server;
    private Map<String, Object> conversation;

    ConversationByGraphqlTest() {
        super(VisitorAction::graphql);
    }

    @BeforeEach
    void startOverWithoutSchema() {
        serve(SCHEMA);
    }

    @Test
    void answersTheWholeConversation() {
        conversation.put("closedAt", "2026-11-22T10:40:00Z");
        conversation.put("duration", "PT600S");
        conversation.put("language", Map.of("code", "fr"));
        conversation.put("satisfactionSurvey", Map.of("customerSatisfaction", 2, "satisfactionComment", "Bof"));
        conversation.put("tags", List.of(Map.of("id", 1, "name", "Livraison"), Map.of("id", 2, "name", "Retour")));
        conversation.put(
                "closingFormValues",
                List.of(Map.of("field", Map.of("name", "ticket", "label", "Create ticket"), "value", "yes")));
        server.data.put(
                "visitorConversationCustomData",
                Map.of(
                        "customData",
                        List.of(
                                entryOf("String", "tier", "stringValue", "gold"),
                                entryOf("Int", "orders", "value", 3),
                                entryOf("Boolean", "vip", "value", true))));
        messages(
                pushed("2026-11-22T10:30:00Z", AGENT),
                visitor("2026-11-22T10:31:00Z", "Bonjour"),
                agent("2026-11-22T10:32:00Z", AGENT, Map.of("__typename", "TextContent", "text", "Bonjour Camille")),
                agent("2026-11-22T10:33:00Z", BOT, Map.of("__typename", "CardContent", "text", "Une carte")),
                closed("2026-11-22T10:40:00Z", "Closed by the visitor"));

        Map<String, Object> found = lookUp().conversation();

        assertThat(found)
                .containsEntry("conversationId", CONVERSATION)
                .containsEntry("legacyId", "666")
                .containsEntry("createdAt", "2026-11-22T10:30:00Z")
                .containsEntry("closedAt", "2026-11-22T10:40:00Z")
                .containsEntry("channel", "CHAT")
                .containsEntry("duration", "PT600S")
                .containsEntry("language", "fr")
                .containsEntry("project", Map.of("id", "1", "name", "My brand online"))
                .containsEntry("satisfaction", Map.of("customerSatisfaction", 2, "satisfactionComment", "Bof"))
                .containsEntry("tags", List.of("Livraison", "Retour"))
                .containsEntry("customData", Map.of("tier", "gold", "orders", 3, "vip", true))
                .containsEntry("closingFormValues", Map.of("Create ticket", "yes"))
                .containsEntry("operators", List.of(Map.of("id", "12", "firstName", "Zoé", "lastName", "Faure")))
                .doesNotContainKey("transcriptTruncated");
        assertThat(((Map<?, ?>) found.get("visitor")).keySet().toString())
                .isEqualTo("[legacyVisitorId, visitorId, firstName, source, createdAt]");
        assertThat(transcript(found))
                .containsExactly(
                        message("2026-11-22T10:31:00Z", "visitor", "Camille", "Bonjour"),
                        message("2026-11-22T10:32:00Z", "operator", "Zoé Faure", "Bonjour Camille"),
                        message("2026-11-22T10:33:00Z", "bot", "Robert", "Une carte"),
                        message("2026-11-22T10:40:00Z", "system", null, "Closed by the visitor"));
        assertThat(peer.asked()).extracting(PeerRequest::path).containsExactly("/oauth2/token", "/graphql", "/graphql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${variable.conversation[customData][order]}",
                "${variable.conversation[closingFormValues][Next step]}",
                "${variable.conversation[satisfaction][customerSatisfaction]}",
                "${variable.conversation[project][name]}"
            })
    void givesNothingForAPartOfWhatIsUnknown(String expression) {
        conversation.remove("project");
        Exchange exchange = lookUp().exchange();
        assertThat(exchange.getContext()
                        .resolveLanguage("simple")
                        .createExpression(expression)
                        .evaluate(exchange, Object.class))
                .isNull();
    }

    @Test
    void findsAnAnswerOfTheClosingFormAmongOthers() {
        conversation.put(
                "closingFormValues",
                List.of(Map.of("field", Map.of("name", "next", "label", "Next step"), "value", "Open a ticket")));
        Exchange exchange = lookUp().exchange();
        FormAnswers several =
                new FormAnswers(Map.of("Next step", List.of("Call back", "Open a ticket"), "Calls", 3, "Vip", true));
        for (Object answers :
                List.of(exchange.getVariable("conversation", Map.class).get("closingFormValues"), several)) {
            exchange.setVariable("form", answers);
            assertThat(exchange.getContext()
                            .resolveLanguage("simple")
                            .createPredicate("${variable.form.values} contains 'Open a ticket'")
                            .matches(exchange))
                    .isTrue();
        }
        assertThat(several.values()).containsExactlyInAnyOrder("Call back", "Open a ticket", "3", "true");
        assertThat(several).containsEntry("Next step", List.of("Call back", "Open a ticket"));
    }

    @Test
    void leavesOutWhatIsUnknown() {
        assertThat(lookUp().conversation())
                .containsOnlyKeys(
                        "conversationId", "legacyId", "channel", "project", "createdAt", "visitor", "transcript")
                .containsEntry("transcript", List.of());
    }

    @Test
    void leavesTheEventAndTheHeadersAsTheyWere() {
        Map<String, Object> event = Samples.event("v2.conversation.closed");
        var exchange = action.lookUpConversation(event).exchange();

        assertThat(exchange.getMessage().getBody()).isSameAs(event).isEqualTo(Samples.event("v2.conversation.closed"));
        assertThat(exchange.getMessage().getHeaders())
                .containsOnly(
                        entry("mine", "kept"),
                        entry("CamelHttpPath", "of-an-earlier-call"),
                        entry("CamelHttpQuery", "of=an-earlier-call"));
        assertThat(exchange.getVariables()).containsOnlyKeys("conversation");
        assertThat(peer.asked().get(2).headers()).doesNotContainKeys("mine", "X-API-Key");
    }

    @Test
    void readsEveryPageOfATranscript() {
        conversation.put("messages", many(250));

        List<Map<String, Object>> transcript = transcript(lookUp().conversation());

        assertThat(transcript).extracting(m -> m.get("text")).containsExactlyElementsOf(numbered(250));
        assertThat(queries()).hasSize(4);
        assertThat(queries().get(2)).contains("after 100").doesNotContain("email");
        assertThat(queries().get(3)).contains("after 200");
    }

    @Test
    void readsNoMoreMessagesThanConfigured() {
        conversation.put("messages", many(1001));

        Map<String, Object> found = lookUp().conversation();

        assertThat(transcript(found)).hasSize(1000);
        assertThat(found).containsEntry("transcriptTruncated", true);
    }

    @ParameterizedTest
    @CsvSource({"149, false, 149, 2", "150, false, 150, 2", "151, true, 150, 2", "20, false, 20, 1"})
    void saysThatATranscriptIsTruncatedOnlyWhenItIs(int all, boolean truncated, int read, int pages) {
        conversation.put("messages", many(all));
        try (VisitorAction bounded = VisitorAction.graphql(peer, "iadvize.transcript.max-messages=150")) {
            Map<String, Object> found =
                    bounded.lookUpConversation("v2.conversation.closed").conversation();

            assertThat(transcript(found)).hasSize(read);
            assertThat(found.containsKey("transcriptTruncated")).isEqualTo(truncated);
            assertThat(queries()).hasSize(1 + pages);
        }
    }

    @Test
    void endsAPagingThatDoesNotGetOn() {
        serve(SCHEMA);
        peer.graphql = asked -> {
            Answer answer = server.apply(asked);
            return Answer.json(200, answer.body().replace("\"hasNextPage\":false", "\"hasNextPage\":true"));
        };
        messages(visitor("2026-11-22T10:31:00Z", "Bonjour"));

        assertThat(transcript(lookUp().conversation())).hasSize(1);
    }

    @Test
    void putsMessagesInTheOrderOfTheirTimes() {
        messages(
                visitor("2026-11-22T10:32:00Z", "second"),
                visitor("2026-11-22T11:31:00+01:00", "first"),
                visitor("2026-11-22T10:33:00.5Z", "third"));

        assertThat(transcript(lookUp().conversation()))
                .extracting(m -> m.get("text"))
                .containsExactly("first", "second", "third");
    }

    @Test
    void asksForTheSchemaOnceForTwoHundredCalls() throws Exception {
        for (Future<Outcome> run : inParallel(200)) {
            assertThat(run.get(30, TimeUnit.SECONDS).conversation()).containsKey("project");
        }
        assertThat(introspections()).isEqualTo(1);
        assertThat(queries()).hasSize(201);

        action.clock.pass(Duration.ofHours(25));
        lookUp().conversation();
        assertThat(introspections()).isEqualTo(2);
    }

    @Test
    void readsASchemaWithoutMessages() {
        serve(SCHEMA.replaceFirst("messages\\(before.*", ""));
        conversation.remove("messages");

        assertThat(lookUp().conversation())
                .containsEntry("transcript", List.of())
                .containsKey("visitor");
    }

    @ParameterizedTest
    @CsvSource({
        "content: String, text: String",
        "content: String, message: String",
        "content: String, body: String",
        "content: String, body: TextContent",
        "createdAt: DateTime! }, sentAt: DateTime! }",
        "createdAt: DateTime!, date: DateTime!",
        "author: Visitor, sender: Visitor",
        "author: Visitor, visitor: Visitor",
        "author: Visitor, authorType: String"
    })
    void findsRenamedFields(String name, String other) {
        String message =
                "type VisitorMessage implements Message { id: UUID!, createdAt: DateTime!, author: Visitor, content: String }";
        boolean time = name.startsWith("createdAt");
        String renamed = time
                ? "type VisitorMessage { id: UUID!, " + other.replace(" }", "") + ", author: Visitor, content: String }"
                : message.replace(name, other);
        serve(
                time
                        ? SCHEMA.replace(message, renamed)
                                .replace(
                                        "interface Message { id: UUID!, createdAt: DateTime! }",
                                        "union Message = VisitorMessage | AgentMessage | SystemMessage")
                                .replace("implements Message ", "")
                        : SCHEMA.replace(message, renamed));
        Map<String, Object> one = new HashMap<>(visitor("2026-11-22T10:31:00Z", "Bonjour"));
        String from = name.substring(0, name.indexOf(':'));
        String to = other.substring(0, other.indexOf(':'));
        Object value = one.remove(from);
        one.put(
                to,
                other.endsWith("TextContent") ? Map.of("text", value) : to.equals("authorType") ? "VISITOR" : value);
        messages(one);

        assertThat(transcript(lookUp().conversation()))
                .containsExactly(message("2026-11-22T10:31:00Z", "visitor", "Camille", "Bonjour"));
    }

    @Test
    void readsOtherFormsOfTagsCustomDataAndClosingForms() {
        serve(
                SCHEMA.replaceFirst("visitorConversationCustomData\\(.*", "")
                                .replace("tags: [ConversationTag!]!", "tags: [String!]!\n customData: Json")
                                .replace("closingFormValues: [ClosingFormValue!]", "closingFormValues: ClosingForm")
                        + "\nscalar Json\ntype ClosingForm { values: [Choice!]! }\ntype Choice { label: String!, answers: [String!] }");
        conversation.put("tags", List.of("Retour"));
        conversation.put("customData", Map.of("tier", "gold", "name", "x"));
        conversation.put(
                "closingFormValues",
                Map.of("values", List.of(Map.of("label", "Topics", "answers", List.of("a", "b")))));

        assertThat(lookUp().conversation())
                .containsEntry("tags", List.of("Retour"))
                .containsEntry("customData", Map.of("tier", "gold", "name", "x"))
                .containsEntry("closingFormValues", Map.of("Topics", List.of("a", "b")));
    }

    @Test
    void readsTagsOfAConnectionAndAClosingFormThatIsOneText() {
        serve(SCHEMA.replace("tags: [ConversationTag!]!", "tags: TagConnection")
                        .replace("closingFormValues: [ClosingFormValue!]", "closingFormValues: String")
                + "\ntype TagConnection { edges: [TagEdge!]! }\ntype TagEdge { node: ConversationTag }");
        conversation.put(
                "tags",
                Map.of(
                        "edges",
                        List.of(
                                Map.of("node", Map.of("id", 1, "name", "Retour")),
                                Map.of("node", Map.of("id", 2, "name", "ticket")))));
        conversation.put("closingFormValues", "Open a ticket");

        assertThat(lookUp().conversation())
                .containsEntry("tags", List.of("Retour", "ticket"))
                .containsEntry("closingFormValues", Map.of("answers", List.of("Open a ticket")));
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "403"})
    void readsWhatIsDocumentedWhereTheSchemaIsHidden(int status) {
        peer.graphql = asked -> asked.text().contains("__schema")
                ? Answer.json(status, "{\"errors\":[{\"message\":\"Introspection is disabled\"}]}")
                : Answer.file(200, "graphql.conversation.response");

        for (int i = 0; i < 3; i++) {
            assertThat(lookUp().conversation())
                    .containsEntry("transcript", List.of())
                    .containsEntry("duration", "PT600S")
                    .containsEntry(
                            "satisfaction",
                            Map.of("customerSatisfaction", 5, "netPromoterScore", 10, "satisfactionComment", "Rapide"));
        }
        assertThat(introspections()).isEqualTo(1);
    }

    @Test
    void saysOnceThatTheSchemaIsHidden(CapturedOutput output) {
        sample(Answer.file(200, "graphql.conversation.response"));
        Function<PeerRequest, Answer> answering = peer.graphql;
        peer.graphql = asked ->
                asked.text().contains("__schema") ? Answer.file(400, "graphql.error.generic") : answering.apply(asked);
        try (VisitorAction fresh = VisitorAction.graphql(peer)) {
            for (int i = 0; i < 3; i++) {
                fresh.lookUpConversation("v2.conversation.closed").conversation();
                fresh.clock.pass(Duration.ofHours(1));
            }
        }
        assertThat(introspections()).isEqualTo(3);
        assertThat(output.getOut()).containsOnlyOnce("does not show its schema").doesNotContain("camille.durand");
    }

    @Test
    void saysOnceThatAPartIsRefused(CapturedOutput output) {
        conversation.put("closingFormValues", new IllegalStateException("Access denied"));
        for (int i = 0; i < 3; i++) {
            lookUp().conversation();
        }
        assertThat(output.getOut()).containsOnlyOnce("left out parts");
    }

    @Test
    void asksForTheSchemaAgainWhenAQueryBuiltFromItIsRefused() {
        lookUp().conversation();
        action.clock.pass(Duration.ofHours(1));
        serve(SCHEMA.replace("duration: String", "length: String"));

        assertThat(lookUp().conversation()).containsEntry("channel", "CHAT");
        assertThat(introspections()).isEqualTo(2);
        lookUp().conversation();
        assertThat(introspections()).isEqualTo(2);
    }

    @Test
    void asksAsDocumentedWhenTheSchemaShowsWhatCanNotBeAsked() {
        peer.graphql = asked ->
                asked.text().contains("messages(") ? Answer.file(400, "graphql.error.generic") : server.apply(asked);

        assertThat(lookUp().conversation()).containsEntry("channel", "CHAT");
        assertThat(introspections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "tags", "satisfactionSurvey", "closingFormValues", "visitor"})
    void keepsTheConversationWhenAPartOfItFails(String part) {
        messages(visitor("2026-11-22T10:31:00Z", "Bonjour"));
        conversation.put(part, new IllegalStateException("Access denied"));

        Map<String, Object> found = lookUp().conversation();

        assertThat(found).containsEntry("channel", "CHAT");
        assertThat(transcript(found)).hasSize(part.equals("messages") ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({
        "messages, Internal server error",
        "messages, what nobody has heard of",
        "tags, Bad Gateway",
        "satisfactionSurvey, Too many requests",
        "closingFormValues, Service Unavailable",
        "visitor, what nobody has heard of"
    })
    void asksAgainWhenThePartThatFailedMayBeThereLater(String part, String said) {
        messages(visitor("2026-11-22T10:31:00Z", "Bonjour"));
        Object there = conversation.put(part, new IllegalStateException(said));
        assertThat(lookUp().fault()).isInstanceOf(RetryableException.class);

        conversation.put(part, there);
        assertThat(transcript(lookUp().conversation())).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"tags, true", "closingFormValues, true", "messages, false", "visitor, false"})
    void goesOnWithoutAPartThatKeepsFailingIfItCanBeMissing(String part, boolean goesOn) {
        conversation.put(part, new IllegalStateException("Internal server error"));

        assertThat(action.lookUpConversation("v2.conversation.closed", 5).fault())
                .isInstanceOf(RetryableException.class);
        Outcome sixth = action.lookUpConversation("v2.conversation.closed", 6);
        if (goesOn) {
            assertThat(sixth.conversation()).containsEntry("channel", "CHAT");
        } else {
            assertThat(sixth.fault()).isInstanceOf(RetryableException.class);
        }
    }

    @Test
    void asksAgainWhenTheAddressMayBeThereLater() {
        Map<String, Object> camille = new HashMap<>(CAMILLE);
        camille.put("email", new IllegalStateException("Internal server error"));
        conversation.put("visitor", camille);
        assertThat(lookUp().fault()).isInstanceOf(RetryableException.class);

        camille.put("email", new IllegalStateException("Access denied"));
        assertThat(((Map<?, ?>) lookUp().conversation().get("visitor")).get("email"))
                .isNull();
        camille.put("email", "camille@shop.test");
        camille.put("country", new IllegalStateException("Internal server error"));
        assertThat(((Map<?, ?>) lookUp().conversation().get("visitor")).get("email"))
                .isEqualTo("camille@shop.test");
    }

    @Test
    void asksAgainWhenTheEdgesOfAPageAreMissing() {
        conversation.put("messages", many(150));
        peer.graphql = asked -> asked.text().contains("after 100")
                ? Answer.json(
                        200,
                        "{\"data\":{\"conversation\":{\"messages\":{\"edges\":null}}},\"errors\":[{\"message\":\"Internal server error.\",\"path\":[\"conversation\",\"messages\",\"edges\"]}]}")
                : server.apply(asked);

        assertThat(lookUp().fault()).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"satisfactionSurvey", "project", "duration"})
    void leavesOutAPartThatTakesTheConversationWithItWhereTheSchemaIsHidden(String part) {
        peer.graphql = asked -> asked.text().contains("__schema")
                ? Answer.json(400, "{\"errors\":[{\"message\":\"Introspection is disabled\"}]}")
                : asked.text().contains(part)
                        ? Answer.json(200, hiddenBy(part))
                        : Answer.file(200, "graphql.conversation.response.anonymous");

        try (VisitorAction fresh = VisitorAction.graphql(peer)) {
            assertThat(fresh.lookUpConversation("v2.conversation.closed").conversation())
                    .containsEntry("legacyId", "666");
        }
        assertThat(queries()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "nothingThatWasAskedFor"})
    void failsWhenThereIsNothingToLeaveOut(String part) {
        sample(Answer.json(200, hiddenBy(part)));

        assertThat(lookUp().fault()).isInstanceOf(PermanentException.class);
        assertThat(queries().size()).isLessThan(5);
    }

    private static String hiddenBy(String part) {
        return "{\"data\":{\"conversation\":null},\"errors\":[{\"message\":\"Cannot return null for non-nullable field.\",\"path\":[\"conversation\",\"%s\",\"x\"]}]}"
                .formatted(part);
    }

    @Test
    void keepsTheConversationWhenItsCustomDataFails() {
        server.data.put("visitorConversationCustomData", new IllegalStateException("Access denied"));

        assertThat(lookUp().conversation()).containsEntry("channel", "CHAT").doesNotContainKey("customData");
    }

    @Test
    void failsForGoodWhenThereIsNoSuchConversation() {
        server.data.put("conversation", null);

        assertThat(lookUp().fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("knows no conversation");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2.conversation.closed",
                "v2.conversation.closed.offsite",
                "v2.conversation.closed.pre-2022",
                "v2.conversation.pushed",
                "v2.conversation.pushed.offsite",
                "satisfaction.answered.customerSatisfaction",
                "transaction.attributed"
            })
    void findsTheConversationOfEveryEventThatNamesOne(String event) {
        assertThat(action.lookUpConversation(event).conversation()).containsEntry("channel", "CHAT");
    }

    @ParameterizedTest
    @CsvSource({"user.connected, names none", "visitor.updated, names none", "conversation.closed, iadvize.rest.api-key"
    })
    void failsForGoodWhenAnEventHasNoConversationItCouldFind(String event, String says) {
        assertThat(action.lookUpConversation(event).fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining(says);
        assertThat(peer.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "\"}) { x }", "${jndi:x}", "4c8c7408"})
    void asksNothingForAnIdThatIsNone(String id) {
        assertThat(action.lookUpConversation(new HashMap<>(Map.of("conversationId", id)))
                        .fault())
                .isInstanceOf(PermanentException.class);
        assertThat(peer.asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"graphql.conversation.response", "graphql.conversation.response.anonymous"})
    void readsTheDocumentedAnswers(String sample) {
        sample(Answer.file(200, sample));

        Map<String, Object> found = lookUp().conversation();

        assertThat(found)
                .containsEntry("legacyId", "666")
                .containsEntry("project", Map.of("id", "1", "name", "My brand online"))
                .doesNotContainKeys("tags", "customData");
        boolean anonymous = sample.endsWith("anonymous");
        assertThat(((Map<?, ?>) found.get("visitor")).get("email"))
                .isEqualTo(anonymous ? null : "camille.durand@example.com");
        assertThat(found.containsKey("satisfaction")).isNotEqualTo(anonymous);
    }

    @Test
    void readsTheDocumentedCustomData() {
        String customData = Samples.text("api/graphql.visitorConversationCustomData.response.json");
        String answer = Samples.text("api/graphql.conversation.response.json");
        String inner = customData.substring(
                customData.indexOf("\"visitorC"), customData.lastIndexOf('}', customData.lastIndexOf('}') - 1));
        sample(Answer.json(200, answer.replaceFirst("\"data\": \\{", "\"data\": {" + inner.replace("$", "\\$") + ",")));

        assertThat(lookUp().conversation()).containsEntry("customData", Map.of("customer_tier", "gold"));
    }

    @Test
    void failsForGoodOnTheDocumentedUnknownConversation() {
        sample(Answer.file(200, "graphql.conversation.response.not-found"));
        assertThat(lookUp().fault()).isInstanceOf(PermanentException.class);
    }

    @Test
    void failsForGoodOnTheDocumentedErrorWhateverIsAsked() {
        sample(Answer.file(200, "graphql.error.generic"));
        assertThat(lookUp().fault()).isInstanceOf(PermanentException.class).hasMessageContaining("Cannot query field");
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "429, true", "403, false", "404, false", "302, false"})
    void tellsTransientStatusesFromTheOthers(int status, boolean retried) {
        sample(Answer.json(status, "<html>gateway</html>"));
        assertThat(lookUp().fault())
                .isInstanceOf(retried ? RetryableException.class : PermanentException.class)
                .hasMessageContaining("HTTP " + status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>gateway</html>", "", "{\"errors\":[{\"message\":\"Internal server error\"}]}"})
    void retriesWhatIsExpectedToGoAway(String body) {
        sample(Answer.json(200, body));
        assertThat(lookUp().fault()).isInstanceOf(RetryableException.class);

        action.clock.pass(Duration.ofDays(2));
        peer.graphql = asked -> Answer.json(200, body); // also the schema
        assertThat(lookUp().fault()).isInstanceOf(RetryableException.class);
        peer.graphql = server;
        action.clock.pass(Duration.ofSeconds(10));
        assertThat(lookUp().conversation()).containsEntry("channel", "CHAT");
    }

    @Test
    void asksForTheWholeAgainWhenALaterPageFails() {
        conversation.put("messages", many(150));
        peer.graphql = asked -> asked.text().contains("after 100")
                ? Answer.json(503, "{}").with("Retry-After", "7")
                : server.apply(asked);

        assertThat(lookUp().fault())
                .isInstanceOfSatisfying(RetryableException.class, fault -> assertThat(fault.retryAfter())
                        .contains(Duration.ofSeconds(7)));
    }

    @Test
    void replacesARevokedTokenInTheMiddleOfATranscript() {
        conversation.put("messages", many(150));
        peer.graphql = asked -> asked.text().contains("after 100")
                        && asked.header("Authorization").endsWith("token-1")
                ? Answer.file(401, "graphql.authenticated.invalid-token")
                : server.apply(asked);

        assertThat(transcript(lookUp().conversation())).hasSize(150);
        assertThat(peer.logins()).isEqualTo(2);
    }

    @Test
    void keepsTheKnownSchemaWhenItsRefreshFails() {
        lookUp().conversation();
        messages(visitor("2026-11-22T10:31:00Z", "Bonjour"));
        action.clock.pass(Duration.ofHours(25));
        peer.graphql = asked -> asked.text().contains("__schema") ? Answer.json(503, "{}") : server.apply(asked);

        assertThat(transcript(lookUp().conversation())).hasSize(1);
        assertThat(transcript(lookUp().conversation())).hasSize(1);
        assertThat(introspections()).isEqualTo(2);
    }

    @Test
    void timesOutOnAnAnswerThatDoesNotCome() {
        try (VisitorAction hasty = VisitorAction.graphql(peer, "iadvize.read-timeout=300ms")) {
            java.util.concurrent.CountDownLatch end = new java.util.concurrent.CountDownLatch(1);
            sample(null);
            Function<PeerRequest, Answer> answering = peer.graphql;
            peer.graphql = asked -> {
                if (!asked.text().contains("__schema")) {
                    try {
                        end.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return Answer.json(200, "{}");
                }
                return answering.apply(asked);
            };
            assertThat(hasty.lookUpConversation("v2.conversation.closed").fault())
                    .isInstanceOf(java.io.IOException.class);
            end.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script> <b>&amp;",
                "${camelContext} #{T(java.lang.Runtime)} <#assign x=1> {{mail.password}}",
                "' OR Name != '' \" AND project = \"X",
                "😀👩‍👩‍👧 مرحبا \u202Eabc",
                "two\nlines\tand a tab"
            })
    void leavesHostileTextAsItIs(String text) {
        messages(visitor("2026-11-22T10:31:00Z", text));
        assertThat(transcript(lookUp().conversation()))
                .extracting(m -> m.get("text"))
                .containsExactly(text);
    }

    @Test
    void takesOutWhatOthersChokeOn() {
        peer.graphql = asked -> Answer.json(200, server.apply(asked).body().replace("\uD83D", "\\ud83d"));
        messages(visitor("2026-11-22T10:31:00Z", "a\u0000b\u001Bc\r\nd\u2028e\uD83Df"));
        assertThat(transcript(lookUp().conversation()))
                .extracting(m -> m.get("text"))
                .containsExactly("a b c\nd\ne\uFFFDf");
    }

    @Test
    void readsAVeryLongMessage() {
        String text = "é😀x ".repeat(25_000) + "end";
        messages(visitor("2026-11-22T10:31:00Z", text));
        assertThat(transcript(lookUp().conversation()))
                .extracting(m -> m.get("text"))
                .containsExactly(text);
    }

    @Test
    void readsNoMoreThanFitsIntoMemory() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(visitor("2026-11-22T10:31:00Z", "x".repeat(100_000)));
        }
        conversation.put("messages", all);

        Map<String, Object> found = lookUp().conversation();

        assertThat(transcript(found)).hasSize(20);
        assertThat(found).containsEntry("transcriptTruncated", true);
    }

    private void serve(String schema) {
        server = new GraphqlServer(schema);
        peer.graphql = server;
        conversation = new HashMap<>();
        conversation.put("id", CONVERSATION);
        conversation.put("legacyId", 666);
        conversation.put("createdAt", "2026-11-22T10:30:00Z");
        conversation.put("channel", "CHAT");
        conversation.put("project", Map.of("id", 1, "name", "My brand online"));
        conversation.put("visitor", CAMILLE);
        conversation.put("tags", List.of());
        conversation.put("messages", List.of());
        server.data.put("conversation", conversation);
    }

    /** Shows the schema, but answers what is asked for the conversation so. */
    private void sample(Answer answer) {
        peer.graphql = asked -> asked.text().contains("__schema") ? server.apply(asked) : answer;
    }

    private void messages(Object... messages) {
        conversation.put("messages", List.of(messages));
    }

    private static Map<String, Object> visitor(String at, String text) {
        return Map.of("__typename", "VisitorMessage", "id", "m", "createdAt", at, "author", CAMILLE, "content", text);
    }

    private static Map<String, Object> agent(String at, Map<String, Object> author, Map<String, Object> content) {
        return Map.of("__typename", "AgentMessage", "id", "m", "createdAt", at, "author", author, "content", content);
    }

    private static Map<String, Object> pushed(String at, Map<String, Object> user) {
        Map<String, Object> attachment = Map.of("__typename", "ConversationPushedSystemAttachment", "toUser", user);
        return Map.of("__typename", "SystemMessage", "id", "m", "createdAt", at, "attachment", attachment);
    }

    private static Map<String, Object> closed(String at, String text) {
        Map<String, Object> attachment = Map.of("__typename", "ConversationClosedSystemAttachment", "message", text);
        return Map.of("__typename", "SystemMessage", "id", "m", "createdAt", at, "attachment", attachment);
    }

    private static Map<String, Object> entryOf(String type, String key, String field, Object value) {
        return Map.of(
                "__typename",
                "VisitorConversationCustomDataEntry" + type,
                "label",
                "The " + key,
                "key",
                key,
                field,
                value);
    }

    private static List<Object> many(int count) {
        List<Object> all = new ArrayList<>();
        numbered(count).forEach(text -> all.add(visitor("2026-11-22T10:31:00Z", text)));
        return all;
    }

    private static List<String> numbered(int count) {
        return IntStream.range(0, count).mapToObj(i -> "message " + i).toList();
    }

    private static Map<String, Object> message(String at, String author, String name, String text) {
        Map<String, Object> message = new LinkedHashMap<>(Map.of("createdAt", at, "author", author, "text", text));
        if (name != null) {
            message.put("name", name);
        }
        return message;
    }

    private List<String> queries() {
        return peer.asked("/graphql").stream().map(PeerRequest::text).toList();
    }

    private long introspections() {
        return queries().stream().filter(body -> body.contains("__schema")).count();
    }

    private List<Future<Outcome>> inParallel(int runs) {
        ExecutorService threads = Executors.newFixedThreadPool(20);
        List<Future<Outcome>> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            all.add(threads.submit(this::lookUp));
        }
        threads.shutdown();
        return all;
    }

    private Outcome lookUp() {
        return action.lookUpConversation("v2.conversation.closed");
    }
}
