package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.sandbox.PeerRequest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code iadvize-visitor-action.kamelet.yaml} where only the REST API is configured. */
class VisitorByRestTest extends LookUpTest {

    private static final String UNIQUE_ID = "593de0891b628a50b09835dc6c0e92565329c74baa90e";

    VisitorByRestTest() {
        super(VisitorAction::rest);
    }

    @Test
    void answersTheNormalisedVisitorOfAClosedConversation() {
        assertThat(action.lookUp("v2.conversation.closed").visitor())
                .containsOnly(
                        entry("visitorId", "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44"),
                        entry("legacyVisitorId", "101097152"),
                        entry("uniqueId", UNIQUE_ID),
                        entry("externalUserId", "FR-012345"),
                        entry("firstName", "Camille"),
                        entry("lastName", "Durand"),
                        entry("email", "camille.durand@example.com"),
                        entry("phoneNumber", "+33123456789"),
                        entry("address", "1 rue de l'Exemple"),
                        entry("city", "Nantes"),
                        entry("zipCode", "44000"),
                        entry("country", "France"),
                        entry("createdAt", "2021-04-22T11:01:00"));
    }

    @Test
    void asksForTheVisitorOnceWithTheKeyInItsHeaderAndNothingElse() {
        action.lookUp("v2.conversation.closed").visitor();

        assertThat(peer.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.path()).isEqualTo("/api/2/visitor/63429889");
            assertThat(asked.query()).isNull();
            assertThat(asked.header("X-API-Key")).isEqualTo("the-key");
            assertThat(asked.header("Accept")).isEqualTo("application/json");
            assertThat(asked.text()).isEmpty();
            assertThat(asked.headers()).doesNotContainKeys("mine", "Cookie", "Authorization");
        });
    }

    @Test
    void leavesTheEventAndTheHeadersAsTheyWere() {
        Map<String, Object> event = Samples.event("v2.conversation.closed");

        var exchange = action.lookUp(event).exchange();

        assertThat(exchange.getMessage().getBody()).isSameAs(event).isEqualTo(Samples.event("v2.conversation.closed"));
        assertThat(exchange.getMessage().getHeaders())
                .containsOnly(
                        entry("mine", "kept"),
                        entry("CamelHttpPath", "of-an-earlier-call"),
                        entry("CamelHttpQuery", "of=an-earlier-call"));
        assertThat(exchange.getVariables()).containsOnlyKeys("visitor");
    }

    @Test
    void leavesTheKeyOutOfTheMessageWhenTheCallFails() {
        peer.rest = asked -> Answer.json(503, "");

        var exchange = action.lookUp("v2.conversation.closed").exchange();

        assertThat(exchange.getMessage().getHeaders().toString()).doesNotContain("the-key");
        assertThat(exchange.getAllProperties().toString()).doesNotContain("the-key");
        assertThat(exchange.getException()).hasMessageNotContaining("the-key");
    }

    @ParameterizedTest
    @CsvSource({
        "v2.conversation.closed, visitor/63429889",
        "v2.conversation.closed.pre-2022, visitor/63429889",
        "v2.conversation.closed.offsite, visitor/b05f1b45-c891-4a9c-b47e-91ee6c8ffb44",
        "v2.conversation.pushed, visitor/63429889",
        "v2.conversation.pushed.offsite, visitor/b05f1b45-c891-4a9c-b47e-91ee6c8ffb44"
    })
    void asksByTheIdThatTheEventCarries(String event, String path) {
        action.lookUp(event).visitor();

        assertThat(peer.asked()).singleElement().returns("/api/2/" + path, PeerRequest::path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "visitor.updated",
                "conversation.started",
                "conversation.started.call",
                "conversation.closed",
                "conversation.transferred",
                "satisfaction.filled"
            })
    void searchesForTheUniqueIdThatOlderEventsCarry(String event) {
        peer.rest = asked -> Answer.file(200, "rest.visitor.list.full");

        assertThat(action.lookUp(event).visitor())
                .containsEntry("email", "camille.durand@example.com")
                .containsEntry("uniqueId", UNIQUE_ID)
                .containsEntry("legacyVisitorId", "101097152")
                .doesNotContainKey("visitorId");

        assertThat(peer.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/api/2/visitor");
            assertThat(asked.query()).isEqualTo("filters%5Bunique_id%5D=" + UNIQUE_ID + "&full=1");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "a/b c?d=e&f#g%41+h, visitor/a%2Fb%20c%3Fd%3De%26f%23g%2541%2Bh",
        "../operator, visitor/..%2Foperator",
        "{{user.home}}, visitor/%7B%7Buser.home%7D%7D",
        "é, visitor/%C3%A9"
    })
    void sendsAnUnusualVisitorIdAsOnePathSegment(String id, String path) {
        action.lookUp(Map.of("visitorId", id)).visitor();

        assertThat(peer.asked()).singleElement().returns("/api/2/" + path, PeerRequest::path);
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void refusesAVisitorIdThatIsADifferentPath(String id) {
        assertThat(action.lookUp(Map.of("visitorId", id)).fault()).isInstanceOf(PermanentException.class);
        assertThat(peer.asked()).isEmpty();
    }

    @Test
    void takesAVisitorExternalIdThatIsANumber() {
        action.lookUp(Map.of("visitorExternalId", 63429889)).visitor();

        assertThat(peer.asked()).singleElement().returns("/api/2/visitor/63429889", PeerRequest::path);
    }

    @Test
    void passesOverAVisitorExternalIdThatIsNoNumber() {
        action.lookUp(Map.of("visitorExternalId", "FR-012345", "visitorId", "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44"))
                .visitor();

        assertThat(peer.asked())
                .singleElement()
                .returns("/api/2/visitor/b05f1b45-c891-4a9c-b47e-91ee6c8ffb44", PeerRequest::path);
    }

    @Test
    void leavesOutWhatAnAnonymousVisitorHasNot() {
        peer.rest = asked -> Answer.file(200, "rest.visitor.get.anonymous");

        assertThat(action.lookUp("v2.conversation.closed").visitor())
                .containsOnlyKeys("visitorId", "legacyVisitorId", "uniqueId", "createdAt");
    }

    @Test
    void takesEmptyTextsForUnknown() {
        peer.rest = asked -> Answer.json(
                200, "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":7,\"email\":\"\",\"firstname\":\"  \"}}");

        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsOnlyKeys("visitorId", "legacyVisitorId");
    }

    @Test
    void takesAnIdThatIsAText() {
        peer.rest = asked -> Answer.json(
                200,
                "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":\"b05f1b45-c891-4a9c-b47e-91ee6c8ffb44\","
                        + "\"email\":\"ana@example.com\",\"country\":\"ES\"}}");

        assertThat(action.lookUp("v2.conversation.closed.offsite").visitor())
                .containsOnly(
                        entry("visitorId", "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44"),
                        entry("email", "ana@example.com"),
                        entry("country", "ES"));
    }

    @Test
    void takesAVisitorInAListOfOne() {
        peer.rest = asked -> Answer.file(200, "rest.visitor.list.full");

        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsEntry("firstName", "Camille");
    }

    @Test
    void takesAListThatHoldsNoMoreThanTheId() {
        peer.rest = asked -> Answer.file(200, "rest.visitor.list.success");

        assertThat(action.lookUp("visitor.updated").visitor())
                .containsOnly(entry("uniqueId", UNIQUE_ID), entry("legacyVisitorId", "101097152"));
    }

    @Test
    void failsForGoodWhenTheSearchFindsNobody() {
        peer.rest = asked -> Answer.file(200, "rest.visitor.list.empty");

        assertThat(action.lookUp("visitor.updated").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("knows no visitor");
    }

    @Test
    void neverTakesAnotherVisitorWhenTheFilterWasIgnored() {
        peer.rest = asked -> Answer.json(
                200,
                "{\"meta\":{\"status\":\"success\"},\"data\":[{\"id\":1,\"unique_id\":\"" + "0".repeat(45)
                        + "\",\"email\":\"somebody.else@example.com\"}]}");

        assertThat(action.lookUp("visitor.updated").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("knows no visitor");
    }

    @Test
    void failsForGoodWhenSeveralVisitorsAreAnswered() {
        peer.rest = asked -> Answer.file(200, "rest.list.generic");

        assertThat(action.lookUp("visitor.updated").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("several visitors");
    }

    @ParameterizedTest
    @CsvSource({"200", "404"})
    void failsForGoodWithIAdvizesWordsWhenTheVisitorIsUnknown(int status) {
        peer.rest = asked -> Answer.file(status, "rest.visitor.get.not-found");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("iAdvize REST")
                .hasMessageContaining("Unknown 'visitor' with 'id' 456.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rest.error.invalid-value", "rest.error.missing-field"})
    void failsForGoodWhenIAdvizeRejectsTheRequest(String answer) {
        peer.rest = asked -> Answer.file(200, answer);

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("my_field");
    }

    @ParameterizedTest
    @CsvSource({"200", "401", "403"})
    void waitsAndNamesTheSettingToCheckWhenTheKeyIsRefused(int status) {
        peer.rest = asked -> Answer.file(status, "rest.error.forbidden");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RefusesUsException.class)
                .hasMessageContaining("check iadvize.rest.api-key");
    }

    @Test
    void waitsForAKeyThatIsRefusedWithoutAWord() {
        peer.rest = asked -> Answer.json(401, "");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RefusesUsException.class)
                .hasMessageContaining("check iadvize.rest.api-key");
    }

    @Test
    void failsForGoodWhenTheKeyDoesNotReachOneVisitor() {
        peer.rest = asked ->
                Answer.json(403, "{\"meta\":{\"status\":\"fail\",\"message\":\"This visitor is of another website\"}}");
        double before = action.refusals("iadvize-rest");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("of another website")
                .hasMessageContaining("check iadvize.rest.api-key");
        assertThat(action.refusals("iadvize-rest")).isEqualTo(before);
    }

    @Test
    void doesNotTakeALimitOfTheKeyForItsRefusal() {
        peer.rest = asked ->
                Answer.json(429, "{\"meta\":{\"status\":\"error\",\"message\":\"API key has had its calls\"}}");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RetryableException.class)
                .isNotInstanceOf(RefusesUsException.class);
    }

    @Test
    void retriesAnErrorOfIAdvizeItself() {
        peer.rest = asked -> Answer.json(200, "{\"meta\":{\"status\":\"error\",\"message\":\"Internal error\"}}");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("Internal error");
    }

    @Test
    void makesIAdvizesWordsFitForALog() {
        peer.rest = asked -> Answer.json(
                200,
                "{\"meta\":{\"status\":\"fail\",\"message\":\"first\\nsecond ana@example.com " + "x".repeat(5000)
                        + "\"}}");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(PermanentException.class)
                .message()
                .contains("first second (an e-mail address) xxx")
                .doesNotContain("ana@")
                .hasSizeLessThan(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"text\"", "{\"meta\":{}}", "{\"meta\":{\"status\":\"success\"}}", "null"})
    void failsForGoodOnJsonThatIsNotIAdvizes(String body) {
        peer.rest = asked -> Answer.json(200, body);

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(PermanentException.class);
    }

    @Test
    void retriesAGatewaysPage() {
        peer.rest = asked -> new Answer(200, "text/html", "<html><body>Please wait</body></html>", Map.of());

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("text/html");
    }

    @Test
    void retriesAnEmptyAnswer() {
        peer.rest = asked -> Answer.json(200, "");

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 502, 503, 504})
    void retriesWhatIsExpectedToGoAway(int status) {
        peer.rest = asked -> Answer.json(status, "{}");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("HTTP " + status)
                .extracting(fault -> ((RetryableException) fault).retryAfter())
                .isEqualTo(java.util.Optional.empty());
    }

    @Test
    void handsOnHowManySecondsToStayAway() {
        peer.rest = asked -> Answer.json(429, "{}").with("Retry-After", "17");

        assertThat(((RetryableException) action.lookUp("v2.conversation.closed").fault()).retryAfter())
                .contains(Duration.ofSeconds(17));
    }

    @Test
    void handsOnUntilWhenToStayAway() {
        String at = ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(120).format(DateTimeFormatter.RFC_1123_DATE_TIME);
        peer.rest = asked -> Answer.json(503, "{}").with("Retry-After", at);

        assertThat(((RetryableException) action.lookUp("v2.conversation.closed").fault()).retryAfter())
                .hasValueSatisfying(
                        wait -> assertThat(wait).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(120)));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 404, 405, 410, 422})
    void failsForGoodOnWhatTryingAgainWontMend(int status) {
        peer.rest = asked -> Answer.json(status, "{}").with("Location", peer.url() + "/graphql");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("HTTP " + status);
        assertThat(peer.asked()).as("neither followed nor repeated").hasSize(1);
    }

    @Test
    void keepsNoCookies() {
        peer.rest = asked -> Answer.file(200, "rest.visitor.get.success").with("Set-Cookie", "session=1; Path=/");

        action.lookUp("v2.conversation.closed").visitor();
        action.lookUp("v2.conversation.closed").visitor();

        assertThat(peer.asked()).hasSize(2).allSatisfy(asked -> assertThat(asked.header("Cookie"))
                .isNull());
    }

    @Test
    void usesOneConnectionForCallsOneAfterTheOther() {
        try (IadvizePeer fresh = new IadvizePeer();
                VisitorAction own = VisitorAction.rest(fresh)) {
            for (int i = 0; i < 200; i++) {
                own.lookUp("v2.conversation.closed").visitor();
            }
            assertThat(fresh.asked()).hasSize(200);
            assertThat(fresh.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsSpecialCharactersOfTheKeyUnchanged() {
        String key = "a+b%41&c {{e}}#f\"g";
        try (VisitorAction own =
                new VisitorAction("iadvize.rest.url=" + peer.url() + "/api/2/", "iadvize.rest.api-key=" + key)) {
            own.lookUp("v2.conversation.closed").visitor();

            assertThat(peer.asked()).last().satisfies(asked -> {
                assertThat(asked.header("X-API-Key")).isEqualTo(key);
                assertThat(asked.path())
                        .as("a trailing slash of the URL is tolerated")
                        .isEqualTo("/api/2/visitor/63429889");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"satisfaction.answered.customerSatisfaction", "transaction.attributed"})
    void namesTheSettingsThatAnEventWithoutVisitorNeeds(String event) {
        assertThat(action.lookUp(event).fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("iadvize.graphql.username and iadvize.graphql.password");
    }

    @Test
    void failsForGoodWhenTheEventNamesNobody() {
        assertThat(action.lookUp("user.updated").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("names neither a visitor nor a conversation");
        Map<String, Object> empty = new HashMap<>();
        empty.put("visitorId", null);
        empty.put("visitorExternalId", "");
        assertThat(action.lookUp(empty).fault()).hasMessageContaining("names neither a visitor nor a conversation");
    }

    @Test
    void startsWithoutAnyCredentialAndSaysWhichSettingsAreMissing() {
        try (VisitorAction own = new VisitorAction()) {
            assertThat(own.lookUp("v2.conversation.closed").fault())
                    .isInstanceOf(PermanentException.class)
                    .hasMessageContaining("iadvize.rest.api-key")
                    .hasMessageContaining("iadvize.graphql.username and iadvize.graphql.password");
        }
    }
}
