package dev.aftertalk.connectors.iadvize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.iadvize.IadvizePeer.Answer;
import dev.aftertalk.connectors.iadvize.VisitorAction.Outcome;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.sandbox.PeerRequest;
import dev.aftertalk.testing.FreePort;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code iadvize-visitor-action.kamelet.yaml} where the GraphQL API is configured, alone or beside REST. */
class VisitorByGraphqlTest extends LookUpTest {

    private static final String CONVERSATION = "4c8c7408-f73c-42cd-89e9-afbbee7d9024";
    private static final String WITHOUT_VISITOR =
            "{\"data\":{\"conversation\":{\"id\":\"" + CONVERSATION + "\",\"visitor\":null}}}";

    VisitorByGraphqlTest() {
        super(VisitorAction::graphql);
    }

    @Test
    void answersTheNormalisedVisitorOfAClosedConversation() {
        assertThat(action.lookUp("v2.conversation.closed").visitor())
                .containsOnly(
                        entry("visitorId", "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44"),
                        entry("legacyVisitorId", "63429889"),
                        entry("externalUserId", "FR-012345"),
                        entry("firstName", "Camille"),
                        entry("lastName", "Durand"),
                        entry("email", "camille.durand@example.com"),
                        entry("phoneNumber", "+33123456789"),
                        entry("city", "Nantes"),
                        entry("zipCode", "44000"),
                        entry("country", "France"),
                        entry("source", "ONSITE"),
                        entry("createdAt", "2019-04-12T07:48:35Z"));
    }

    @Test
    void logsInAndAsksAsIAdvizeDocumentsIt() throws Exception {
        action.lookUp("v2.conversation.closed").visitor();

        assertThat(peer.asked()).extracting(PeerRequest::path).containsExactly("/oauth2/token", "/graphql");
        PeerRequest login = peer.asked().get(0);
        assertThat(login.method()).isEqualTo("POST");
        assertThat(login.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(login.text()).isEqualTo("username=bot%40example.com&password=the-password&grant_type=password");
        assertThat(login.headers()).doesNotContainKeys("Authorization", "mine");
        PeerRequest query = peer.asked().get(1);
        assertThat(query.method()).isEqualTo("POST");
        assertThat(query.query()).isEqualTo("platform=sd");
        assertThat(query.header("Content-Type")).isEqualTo("application/json");
        assertThat(query.header("Authorization")).isEqualTo("Bearer token-1");
        assertThat(query.headers()).doesNotContainKeys("mine", "X-API-Key");
        JsonNode body = new ObjectMapper().readTree(query.body());
        assertThat(body.path("operationName").asText()).isEqualTo("ConversationById");
        assertThat(body.path("variables").path("id").asText()).isEqualTo(CONVERSATION);
        assertThat(body.path("query").asText()).contains("query ConversationById($id: UUID!)", "email", "visitorId");
    }

    @Test
    void asksOnlyForFieldsThatTheDocumentedRequestHas() throws Exception {
        String documented = new ObjectMapper()
                .readTree(Samples.text("api/graphql.conversation.request.json"))
                .path("query")
                .asText();
        action.lookUp("v2.conversation.closed").visitor();

        String asked = new ObjectMapper()
                .readTree(peer.asked().get(1).text())
                .path("query")
                .asText();
        assertThat(documented.split("\\W+")).contains(asked.strip().split("\\W+"));
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
        assertThat(exchange.getAllProperties().toString()).doesNotContain("token-1", "the-password");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v2.conversation.closed.offsite",
                "v2.conversation.closed.pre-2022",
                "v2.conversation.pushed",
                "v2.conversation.pushed.offsite",
                "satisfaction.answered.customerSatisfaction",
                "satisfaction.answered.customQuestion",
                "satisfaction.answered.netPromoterScore",
                "satisfaction.answered.satisfactionComment",
                "transaction.attributed"
            })
    void findsTheVisitorOfEveryEventThatNamesAConversation(String event) {
        assertThat(action.lookUp(event).visitor())
                .containsEntry("visitorId", "b05f1b45-c891-4a9c-b47e-91ee6c8ffb44")
                .containsEntry("email", "camille.durand@example.com");
        assertThat(peer.asked("/graphql")).singleElement().satisfies(asked -> assertThat(asked.text())
                .contains(Samples.event(event).get("conversationId").toString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"visitor.updated", "conversation.closed", "satisfaction.filled"})
    void namesTheSettingThatAnEventWithoutAV2ConversationNeeds(String event) {
        assertThat(action.lookUp(event).fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("set iadvize.rest.api-key");
        assertThat(peer.asked()).isEmpty();
    }

    @Test
    void leavesOutWhatAnAnonymousVisitorHasNot() {
        peer.graphql = asked -> Answer.file(200, "graphql.conversation.response.anonymous");

        assertThat(action.lookUp("v2.conversation.closed.offsite").visitor())
                .containsOnlyKeys("visitorId", "source", "createdAt");
    }

    @Test
    void failsForGoodWhenTheConversationIsUnknown() {
        peer.graphql = asked -> Answer.file(200, "graphql.conversation.response.not-found");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("knows no conversation");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"data\":null}", "{\"data\":{}}", "{\"data\":{\"conversation\":[]}}", "[]", "null"})
    void failsForGoodWhenTheAnswerHoldsNoConversation(String body) {
        peer.graphql = asked -> Answer.json(200, body);

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(PermanentException.class);
    }

    @Test
    void answersWhatTheEventKnowsWhenTheConversationHasNoVisitor() {
        peer.graphql = asked -> Answer.json(200, WITHOUT_VISITOR);

        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsOnlyKeys("visitorId", "legacyVisitorId");
    }

    @Test
    void asksRestWhenTheConversationHasNoVisitor() {
        peer.graphql = asked -> Answer.json(200, WITHOUT_VISITOR).with("X-Leak", "graphql");
        try (VisitorAction both = both()) {
            assertThat(both.lookUp("v2.conversation.closed").visitor())
                    .containsEntry("legacyVisitorId", "101097152")
                    .containsEntry("email", "camille.durand@example.com");
        }
        assertThat(peer.asked())
                .extracting(PeerRequest::path)
                .containsExactly("/oauth2/token", "/graphql", "/api/2/visitor/63429889");
        assertThat(peer.asked().get(2).headers()).doesNotContainKeys("X-Leak", "Authorization", "X-Request-Id");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"visitor\":null}', Cannot return null for non-nullable field Visitor.username., username",
        "null, Cannot return null for non-nullable field Visitor.username., username",
        "'{\"visitor\":null}', Access denied, email",
        "'{\"visitor\":{\"visitorId\":\"v\",\"email\":null}}', Access denied, email"
    })
    void asksRestWhenGraphqlDoesNotShowTheVisitor(String conversation, String said, String field) {
        peer.graphql = asked -> Answer.json(
                200,
                "{\"data\":{\"conversation\":%s},\"errors\":[{\"message\":\"%s\",\"path\":[\"conversation\",\"visitor\",\"%s\"]}]}"
                        .formatted(conversation, said, field));
        try (VisitorAction both = both()) {
            assertThat(both.lookUp("v2.conversation.closed").visitor())
                    .containsEntry("email", "camille.durand@example.com");
        }
        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(PermanentException.class);
    }

    @Test
    void prefersGraphqlWhenBothAreConfigured() {
        try (VisitorAction both = both()) {
            both.lookUp("v2.conversation.closed").visitor();
            assertThat(peer.asked("/api/2")).isEmpty();
            peer.rest = asked -> Answer.file(200, "rest.visitor.list.full");
            both.lookUp("visitor.updated").visitor();
            assertThat(peer.asked("/api/2")).hasSize(1);
        }
    }

    @Test
    void failsForGoodWithTheFirstErrorOfGraphql() {
        peer.graphql = asked -> Answer.file(200, "graphql.error.generic");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("Cannot query field \"nope\" on type \"Conversation\".");
    }

    @ParameterizedTest
    @CsvSource({
        "Access denied, '[\"conversation\",\"visitor\",\"address\"]'",
        "Internal server error, '[\"conversation\",\"visitor\",\"country\"]'",
        "Cannot resolve phoneNumber, '[\"conversation\",\"visitor\",\"phoneNumber\"]'",
        "no path, '[]'"
    })
    void usesTheVisitorThatComesWithAnErrorAboutAnotherField(String said, String path) {
        peer.graphql = asked -> Answer.json(
                200,
                "{\"data\":{\"conversation\":{\"visitor\":{\"visitorId\":\"v\",\"email\":\"camille@shop.test\"}}},"
                        + "\"errors\":[{\"message\":\"%s\",\"path\":%s}]}".formatted(said, path));

        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsEntry("email", "camille@shop.test");
    }

    @Test
    void usesAnAnonymousVisitorThatComesWithAnErrorAboutAnotherField() {
        peer.graphql = asked -> Answer.json(
                200,
                "{\"data\":{\"conversation\":{\"visitor\":{\"visitorId\":\"v\",\"email\":null}}},"
                        + "\"errors\":[{\"message\":\"no\",\"path\":[\"conversation\",\"visitor\",\"country\"]}]}");

        assertThat(action.lookUp("v2.conversation.closed").visitor())
                .containsEntry("visitorId", "v")
                .doesNotContainKey("email");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"visitorId\":\"v\",\"email\":null}', '[\"conversation\",\"visitor\",\"email\"]'",
        "null, '[\"conversation\",\"visitor\"]'",
        "null, '[\"conversation\",\"visitor\",\"source\"]'"
    })
    void triesAgainWhenTheAddressMayBeWhatFailed(String visitor, String path) {
        peer.graphql = asked -> Answer.json(
                200,
                "{\"data\":{\"conversation\":{\"visitor\":%s}},\"errors\":[{\"message\":\"Internal server error\",\"path\":%s}]}"
                        .formatted(visitor, path));

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
    }

    @Test
    void doesNotTakeAPartOfAVisitorForTheWhole() {
        peer.graphql = asked -> Answer.json(
                200,
                "{\"data\":{\"conversation\":{\"visitor\":{\"visitorId\":\"b05f1b45-c891-4a9c-b47e-91ee6c8ffb44\"}}},"
                        + "\"errors\":[{\"message\":\"email can't be resolved\"}]}");

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Internal server error.,",
        "An internal error occurred,",
        "Internal Server Error(s) while executing query,",
        "Unexpected error.,",
        "Too many requests,",
        "Too Many Requests, code:TOO_MANY_REQUESTS",
        "Slow down, code:RATE_LIMITED",
        "503: Service Unavailable, code:DOWNSTREAM_SERVICE_ERROR",
        "Bad Gateway,",
        "upstream request timeout,",
        "socket hang up,",
        "oops, classification:INTERNAL_ERROR",
        "oops, category:internal",
        "Exception while fetching data (/conversation) : timeout, classification:DataFetchingException",
        "'request to http://conversation/graphql failed, reason: connect ETIMEDOUT',",
        "Cannot read properties of undefined,",
        "what nobody has heard of,",
        "oops, type:NOT_FOUND",
        "oops, status:404",
        "oops, statusCode:403"
    })
    void retriesAnErrorThatIsNotKnownToStay(String said, String sign) {
        peer.graphql = asked -> Answer.json(200, unanswered(said, sign));

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
        assertThat(action.lookUpConversation("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "Access denied,",
        "oops, code:FORBIDDEN",
        "oops, classification:PERMISSION_DENIED",
        "Cannot query field 'internal' on type 'ConversationConnection',",
        "oops, code:GRAPHQL_VALIDATION_FAILED",
        "oops, classification:ValidationError",
        "Conversation not found,",
        "oops, code:NOT_FOUND"
    })
    void failsForGoodOnAnErrorThatIsKnownToStay(String said, String sign) {
        peer.graphql = asked -> Answer.json(200, unanswered(said, sign));

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(PermanentException.class);
        assertThat(action.lookUpConversation("v2.conversation.closed").fault()).isInstanceOf(PermanentException.class);
    }

    @ParameterizedTest
    @CsvSource({"oops, code:UNAUTHENTICATED", "Unauthenticated.,", "Invalid token,"})
    void waitsWhenItsUserIsNotKnown(String said, String sign) {
        peer.graphql = asked -> Answer.json(200, unanswered(said, sign));

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RefusesUsException.class)
                .hasMessageContaining("iadvize.graphql.username");
    }

    private static String unanswered(String said, String sign) {
        String extensions = sign == null ? "" : "\"" + sign.replace(":", "\":\"") + "\"";
        return "{\"data\":{\"conversation\":null},\"errors\":[{\"message\":\"%s\",\"path\":[\"conversation\"],\"extensions\":{%s}}]}"
                .formatted(said, extensions);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errors\":[{\"message\":\"Internal server error\"}]}",
                "{\"errors\":[{\"message\":\"oops\",\"extensions\":{\"code\":\"INTERNAL_SERVER_ERROR\"}}]}",
                "<html>gateway</html>",
                ""
            })
    void retriesWhatIsExpectedToGoAway(String body) {
        peer.graphql = asked -> Answer.json(200, body);

        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "429, true", "400, false", "403, false", "404, false", "302, false"})
    void tellsTransientStatusesFromTheOthers(int status, boolean retried) {
        peer.graphql = asked -> Answer.file(status, "graphql.error.generic");

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(retried ? RetryableException.class : PermanentException.class)
                .hasMessageContaining("HTTP " + status)
                .hasMessageContaining("Cannot query field");
    }

    @Test
    void sharesOneLoginAmongFiftyRunsAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        peer.login = request -> {
            asked.countDown();
            awaitLatch(answered);
            return Answer.token("shared", 86_400);
        };

        List<Future<Outcome>> runs = inParallel(50);
        awaitLatch(asked);
        answered.countDown();

        for (Future<Outcome> run : runs) {
            assertThat(run.get(30, TimeUnit.SECONDS).visitor()).containsKey("email");
        }
        assertThat(peer.logins()).isEqualTo(1);
        assertThat(peer.asked("/graphql")).hasSize(50);
    }

    @ParameterizedTest
    @CsvSource({"86400, 86000, 200", "5, 3, 1"})
    void renewsTheTokenBeforeItExpires(long lasts, long still, long more) {
        peer.login = asked -> Answer.token("token-" + peer.logins(), lasts);
        action.lookUp("v2.conversation.closed").visitor();
        action.clock.pass(Duration.ofSeconds(still));
        action.lookUp("v2.conversation.closed").visitor();
        assertThat(peer.logins()).isEqualTo(1);

        action.clock.pass(Duration.ofSeconds(more));
        action.lookUp("v2.conversation.closed").visitor();

        assertThat(peer.logins()).isEqualTo(2);
        assertThat(peer.asked("/graphql")).last().satisfies(asked -> assertThat(asked.header("Authorization"))
                .isEqualTo("Bearer token-2"));
    }

    @Test
    void keepsTheTokenAsLongAsItLastsWhenItsRenewalFails() {
        action.lookUp("v2.conversation.closed").visitor();
        peer.login = asked -> Answer.json(503, "{}");

        action.clock.pass(Duration.ofSeconds(86_200));
        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsKey("email");
        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsKey("email");
        assertThat(peer.logins()).isEqualTo(2);

        action.clock.pass(Duration.ofSeconds(201));
        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"expires_in\":null", ",\"expires_in\":0", ",\"expires_in\":\"3600\""})
    void takesATokenThatDoesNotSayHowLongItLasts(String expiry) {
        peer.login = asked -> Answer.json(200, "{\"access_token\":\"t\"" + expiry + "}");

        action.lookUp("v2.conversation.closed").visitor();
        action.lookUp("v2.conversation.closed").visitor();

        assertThat(peer.logins()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401, graphql.authenticated.invalid-token",
        "200, graphql.authenticated.invalid-token",
        "401, graphql.error.generic"
    })
    void replacesARevokedTokenWithOneNewLogin(int status, String refusal) {
        action.lookUp("v2.conversation.closed").visitor();
        peer.graphql = refusing("Bearer token-1", Answer.file(status, refusal));

        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsKey("email");
        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsKey("email");

        assertThat(peer.logins()).isEqualTo(2);
        assertThat(peer.asked("/graphql")).hasSize(4);
        assertThat(peer.asked("/graphql").get(2).text())
                .isEqualTo(peer.asked("/graphql").get(1).text());
    }

    @Test
    void replacesARevokedTokenOnceForFiftyRunsAtOnce() throws Exception {
        action.lookUp("v2.conversation.closed").visitor();
        peer.graphql = refusing("Bearer token-1", Answer.file(401, "graphql.authenticated.invalid-token"));

        for (Future<Outcome> run : inParallel(50)) {
            assertThat(run.get(30, TimeUnit.SECONDS).visitor()).containsKey("email");
        }
        assertThat(peer.logins()).isEqualTo(2);
    }

    @Test
    void stopsLoggingInWhenNewTokensAreRefusedToo() throws Exception {
        peer.graphql = asked -> Answer.file(401, "graphql.authenticated.invalid-token");

        for (Future<Outcome> run : inParallel(50)) {
            assertThat(run.get(30, TimeUnit.SECONDS).fault())
                    .isInstanceOf(RefusesUsException.class)
                    .hasMessageContaining("iadvize.graphql.username");
        }
        assertThat(peer.logins()).isEqualTo(2);

        action.clock.pass(Duration.ofSeconds(31));
        peer.startOver();
        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsKey("email");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403})
    void holdsBackAfterAWrongPassword(int status) throws Exception {
        double ofLogins = action.refusals("iadvize-login");
        double ofQueries = action.refusals("iadvize-graphql");
        peer.login =
                asked -> Answer.json(status, "{\"error\":\"invalid_grant\",\"error_description\":\"Bad credentials\"}");

        for (Future<Outcome> run : inParallel(50)) {
            assertThat(run.get(30, TimeUnit.SECONDS).fault())
                    .isInstanceOf(RefusesUsException.class)
                    .hasMessageContaining("check iadvize.graphql.username and iadvize.graphql.password")
                    .hasMessageNotContaining("the-password");
        }
        assertThat(action.refusals("iadvize-login") - ofLogins).isEqualTo(1);
        assertThat(action.refusals("iadvize-graphql") - ofQueries).isPositive();
        assertThat(peer.logins()).isEqualTo(1);
        assertThat(peer.asked("/graphql")).isEmpty();

        action.clock.pass(Duration.ofSeconds(31));
        peer.startOver();
        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsKey("email");
    }

    @Test
    void staysAwayAsLongAsTheLoginAsks() {
        peer.login = asked -> Answer.json(429, "{}").with("Retry-After", "40");

        for (int i = 0; i < 3; i++) {
            assertThat(((RetryableException)
                                    action.lookUp("v2.conversation.closed").fault())
                            .retryAfter())
                    .hasValueSatisfying(
                            wait -> assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40)));
        }
        assertThat(peer.logins()).isEqualTo(1);
    }

    @Test
    void staysAwayForAMinuteWhenTheLoginIsBlockedWithoutSayingForHowLong() {
        peer.login = asked -> Answer.json(429, "{}");

        assertThat(((RetryableException) action.lookUp("v2.conversation.closed").fault()).retryAfter())
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void goesOnWhenAFailingLoginWorksAgain() {
        peer.login = asked -> Answer.json(503, "{}");
        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
        assertThat(action.lookUp("v2.conversation.closed").fault()).isInstanceOf(RetryableException.class);
        assertThat(peer.logins()).isEqualTo(1);

        peer.startOver();
        action.clock.pass(Duration.ofSeconds(6));
        assertThat(action.lookUp("v2.conversation.closed").visitor()).containsKey("email");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>gateway</html>", "", "{}", "{\"access_token\":\"\"}"})
    void retriesALoginThatGivesNoToken(String body) {
        peer.login = asked -> Answer.json(200, body);

        assertThat(action.lookUp("v2.conversation.closed").fault())
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("iAdvize login");
    }

    @Test
    void retriesALoginThatCantBeReached() throws Exception {
        try (VisitorAction unreachable = VisitorAction.graphql(
                peer, "iadvize.graphql.token-url=http://127.0.0.1:" + FreePort.next() + "/oauth2/token")) {
            assertThat(unreachable.lookUp("v2.conversation.closed").fault())
                    .isInstanceOf(RetryableException.class)
                    .hasMessageContaining("iAdvize login can't be reached");
        }
    }

    @Test
    void sendsSpecialCharactersOfThePasswordUnchanged() {
        try (VisitorAction own = VisitorAction.graphql(
                peer, "iadvize.graphql.password=a+b%41&c=é {{d}}", "iadvize.graphql.username=a+b@example.com")) {
            own.lookUp("v2.conversation.closed").visitor();
        }
        assertThat(peer.asked().get(0).parameters().get("password")).isEqualTo("a+b%41&c=é {{d}}");
        assertThat(peer.asked().get(0).parameters().get("username")).isEqualTo("a+b@example.com");
    }

    private VisitorAction both() {
        return VisitorAction.graphql(peer, "iadvize.rest.url=" + peer.url() + "/api/2", "iadvize.rest.api-key=the-key");
    }

    private static Function<PeerRequest, Answer> refusing(String authorization, Answer refusal) {
        return asked -> authorization.equals(asked.header("Authorization"))
                ? refusal
                : Answer.file(200, "graphql.conversation.response");
    }

    private List<Future<Outcome>> inParallel(int runs) {
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        List<Future<Outcome>> outcomes = IntStream.range(0, runs)
                .mapToObj(i -> threads.submit(() -> action.lookUp("v2.conversation.closed")))
                .toList();
        threads.shutdown();
        return outcomes;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
