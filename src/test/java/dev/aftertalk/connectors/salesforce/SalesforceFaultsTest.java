package dev.aftertalk.connectors.salesforce;

import static dev.aftertalk.connectors.salesforce.SalesforceLeadSinkTest.succeeds;
import static dev.aftertalk.testing.SalesforcePeer.error;
import static dev.aftertalk.testing.SalesforcePeer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.connectors.calls.ConnectorTimer.Outcome;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.Promised;
import dev.aftertalk.testing.SalesforcePeer;
import dev.aftertalk.testing.SalesforcePeer.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real Salesforce kamelets against an org that refuses, fails and stalls. */
class SalesforceFaultsTest {

    private static final String QUERY = "GET /services/data/v62.0/query";
    private static final String LEAD = "PATCH /services/data/v62.0/sobjects/Lead/";
    private static final String TASK = "PATCH /services/data/v62.0/sobjects/Task/";
    private static final String LOGIN = "POST /services/oauth2/token";
    private static final Object[] CAMILLE = {"visitorId", "v-1", "lastName", "Durand", "email", "camille@shop.test"};

    private SalesforcePeer org;
    private SalesforceWorkflow workflow;
    private final CountDownLatch over = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        org = new SalesforcePeer();
        workflow = new SalesforceWorkflow(SalesforceWorkflow.minimal(org.url()));
    }

    @AfterEach
    void stop() {
        over.countDown();
        workflow.close();
        org.close();
    }

    @Test
    void tellsTheMetricsHowEachCallEnded() {
        org.answer(QUERY, error(503, "SERVER_UNAVAILABLE", "busy"), error(400, "MALFORMED_QUERY", "no"));
        retry(workflow.closed(CAMILLE));
        dead(workflow.closed(CAMILLE));
        assertThat(workflow.calls).containsExactly(Outcome.RETRYABLE, Outcome.PERMANENT);
        succeeds(workflow.updated(CAMILLE));
        assertThat(workflow.calls).hasSizeGreaterThan(3).endsWith(Outcome.SUCCESS);
    }

    @Test
    void renewsAnExpiredSessionOnceForAllRuns() throws Exception {
        succeeds(workflow.closed(CAMILLE));
        org.expireSessions();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Exchange>> runs = IntStream.range(0, 8)
                    .mapToObj(i ->
                            (Callable<Exchange>) () -> workflow.updated("visitorId", "v-" + i, "lastName", "L" + i))
                    .toList();
            for (Future<Exchange> run : threads.invokeAll(runs, 20, TimeUnit.SECONDS)) {
                succeeds(run.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(org.requests(LOGIN)).hasSize(2);
        assertThat(org.all("Lead")).hasSize(8);
    }

    @Test
    void doesNotGoOnLoggingInWhenFreshSessionsAreRefusedToo() {
        org.answer(QUERY, error(401, "INVALID_SESSION_ID", "no"), error(401, "INVALID_SESSION_ID", "no"));
        assertThat(refusesUs(workflow.closed(CAMILLE))).contains("refuses the session it has just given");
        assertThat(org.requests(LOGIN)).hasSize(2);
    }

    @Test
    void asksARefusedLoginOnceForManyRuns() {
        String refused = "{\"error\":\"invalid_client\",\"error_description\":\"invalid client credentials\"}";
        org.answer(LOGIN, json(400, refused), json(400, refused));
        assertThat(refusesUs(workflow.closed(CAMILLE)))
                .contains("invalid client credentials")
                .contains("check salesforce.client-id");
        assertThat(refusesUs(workflow.closed(CAMILLE))).contains("invalid client credentials");
        assertThat(org.requests("")).hasSize(1);
    }

    @Test
    void tellsAnOrgThatLetsNobodyInFromARecordThatItHides() {
        org.answer(QUERY, error(403, "API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner"));
        assertThat(refusesUs(workflow.closed(CAMILLE)))
                .contains("API_DISABLED_FOR_ORG")
                .contains("check the rights");
        org.answer(LEAD, error(403, "INSUFFICIENT_ACCESS", "insufficient access rights on object id"));
        assertThat(dead(workflow.closed(CAMILLE))).contains("INSUFFICIENT_ACCESS");
    }

    @Test
    void staysAwayFromALoginThatIsLimited() {
        org.answer(LOGIN, json(400, "{\"error\":\"invalid_grant\",\"error_description\":\"login rate exceeded\"}"));
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter()).hasValue(Duration.ofMinutes(15));
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter().orElseThrow()).isGreaterThan(Duration.ofMinutes(14));
        assertThat(org.requests("")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"503,{}", "200,<html>maintenance</html>", "200,{}", "200,{\"access_token\":\"x\"}"})
    void triesAFailedLoginAgainLater(int status, String body) {
        org.answer(LOGIN, json(status, body));
        retry(workflow.closed(CAMILLE));
        retry(workflow.closed(CAMILLE));
        assertThat(org.requests("")).as("a moment later, not at once").hasSize(1);
    }

    @Test
    void namesTheMissingFieldAndNotWhatTheVisitorTyped() {
        org.answer(
                LEAD,
                json(
                        400,
                        "[{\"errorCode\":\"REQUIRED_FIELD_MISSING\",\"message\":\"Required fields are missing: [Region__c]\",\"fields\":[\"Region__c\"]}]"),
                json(
                        400,
                        "[{\"errorCode\":\"STRING_TOO_LONG\",\"message\":\"Town: data value too large: Private\",\"fields\":[\"Town__c\"]}]"));
        assertThat(dead(workflow.closed(CAMILLE))).contains("REQUIRED_FIELD_MISSING for Region__c");
        assertThat(dead(workflow.closed(CAMILLE)))
                .contains("STRING_TOO_LONG for Town__c")
                .doesNotContain("Private");
        assertThat(org.requests("Task")).isEmpty();
    }

    @Test
    void sendsNothingForALongTimeOnceTheRequestLimitIsReached() {
        org.answer(QUERY, error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."));
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter().orElseThrow())
                .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(45));
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter().orElseThrow())
                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(45));
        assertThat(org.requests("query")).hasSize(1);
    }

    @Test
    void asksAgainWithinTheHourHoweverLongItIsToldToStayAway() {
        Answer refusal =
                error(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", "Retry-After", "999999999");
        org.answer(QUERY, refusal);
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter().orElseThrow())
                .isBetween(Duration.ofMinutes(60), Duration.ofMinutes(90));
    }

    @Test
    void comesBackSoonWhenOnlyTooManyRequestsRunAtOnce() {
        org.answer(QUERY, error(403, "REQUEST_LIMIT_EXCEEDED", "ConcurrentRequests Limit exceeded."));
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter().orElseThrow()).isLessThan(Duration.ofMinutes(2));
    }

    @Test
    void retriesALockedRowSoon() {
        org.answer(LEAD, error(400, "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access"));
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter()).isEmpty();
        succeeds(workflow.closed(CAMILLE));
        assertThat(org.all("Lead")).hasSize(1);
    }

    @Test
    void retriesWhenAnotherRunMadeTheLeadAtTheSameMoment() {
        org.answer(
                LEAD,
                error(
                        400,
                        "DUPLICATE_VALUE",
                        "duplicate value found: iAdvize_Visitor_Id__c duplicates value on record"),
                error(400, "DUPLICATE_VALUE", "duplicate value found: Badge__c duplicates value on record"));
        assertThat(retry(workflow.closed(CAMILLE)).getMessage()).contains("at the same moment");
        assertThat(dead(workflow.closed(CAMILLE))).contains("DUPLICATE_VALUE");
    }

    @ParameterizedTest
    @CsvSource({"429", "503"})
    void waitsAsLongAsSalesforceAsks(int status) {
        org.answer(LEAD, error(status, "SERVER_UNAVAILABLE", "busy", "Retry-After", "120"));
        assertThat(retry(workflow.closed(CAMILLE)).retryAfter()).hasValue(Duration.ofSeconds(120));
    }

    @ParameterizedTest
    @CsvSource({"500", "502", "504"})
    void retriesServerErrorsInHtml(int status) {
        org.answer(LEAD, json(status, "<html>oops</html>", "Content-Type", "text/html"));
        retry(workflow.closed(CAMILLE));
    }

    @Test
    void retriesHtmlInPlaceOfJson() {
        org.answer(QUERY, json(200, "<html>maintenance</html>", "Content-Type", "text/html"));
        assertThat(retry(workflow.closed(CAMILLE)).getMessage()).contains("other than JSON");
    }

    @Test
    void retriesAnAnswerThatTakesTooLong() throws Exception {
        Promised.within(Duration.ofSeconds(5), () -> {
            org.answer(LEAD, exchange -> awaitEnd());
            return retry(workflow.closed(CAMILLE));
        });
    }

    @Test
    void retriesAnAnswerThatIsCutShort() {
        Answer cut = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"records\":[".getBytes());
            exchange.getResponseBody().flush();
            throw new IOException("cut");
        };
        org.answer(QUERY, cut);
        assertThat(retry(workflow.closed(CAMILLE)).getMessage()).contains("broke off");
    }

    @Test
    void retriesWhenNobodyListens() throws Exception {
        workflow.close();
        workflow = new SalesforceWorkflow(SalesforceWorkflow.minimal("http://127.0.0.1:" + FreePort.next()));
        retry(workflow.closed(CAMILLE));
    }

    @Test
    void doesNotFollowARedirect() {
        org.answer(QUERY, json(302, "", "Location", "http://127.0.0.1:1/"));
        assertThat(dead(workflow.closed(CAMILLE))).contains("salesforce.login-url");
    }

    @Test
    void enrichesTheLeadThatIsADuplicate() {
        Map<String, Object> match = org.add("Lead", "LastName", "Durand", "Company", "Durand SA");
        org.answer(LEAD, duplicate("Lead", match.get("Id")));
        succeeds(workflow.closed(CAMILLE));

        assertThat(match)
                .containsEntry("Email", "camille@shop.test")
                .containsEntry("Company", "Durand SA")
                .containsEntry("iAdvize_Visitor_Id__c", "v-1");
        assertThat(org.all("Task").get(0)).containsEntry("WhoId", match.get("Id"));
        assertThat(org.requests(LEAD).get(1).headers()).containsEntry("sforce-duplicate-rule-header", "allowSave=true");
    }

    @Test
    void givesTheTaskToTheContactThatTheVisitorIsADuplicateOf() {
        org.answer(LEAD, duplicate("Contact", "003000000000001AAA"));
        succeeds(workflow.closed(CAMILLE));
        assertThat(org.all("Task").get(0)).containsEntry("WhoId", "003000000000001AAA");
    }

    @Test
    void parksADuplicateWhenAskedTo() throws Exception {
        parking();
        org.answer(LEAD, duplicate("Lead", "00Q000000000009AAA"));
        assertThat(dead(workflow.closed(CAMILLE))).contains("duplicate of [00Q000000000009AAA]");
        assertThat(org.requests("PATCH")).hasSize(1);
    }

    @Test
    void enrichesTheLeadChangedLastOfSeveral() {
        org.add("Lead", "iAdvize_Visitor_Id__c", "v-1", "LastName", "A");
        Map<String, Object> last = org.add("Lead", "iAdvize_Visitor_Id__c", "v-1", "LastName", "B");
        succeeds(workflow.closed(CAMILLE));
        assertThat(last).containsEntry("LastName", "Durand");
        assertThat(org.requests("query").get(0).parameters().get("q"))
                .endsWith("ORDER BY LastModifiedDate DESC LIMIT 10");
    }

    @Test
    void parksSeveralWhenAskedTo() throws Exception {
        parking();
        org.add("Lead", "iAdvize_Visitor_Id__c", "v-1");
        org.add("Lead", "iAdvize_Visitor_Id__c", "v-1");
        assertThat(dead(workflow.closed(CAMILLE))).contains("several leads (00Q");
    }

    @Test
    void enrichesTheFirstOfTheChoicesThatAnUpsertIsAnsweredWith() {
        Map<String, Object> lead = org.add("Lead", "LastName", "A");
        org.answer(LEAD, json(300, "[\"/services/data/v62.0/sobjects/Lead/" + lead.get("Id") + "\"]"));
        succeeds(workflow.closed(CAMILLE));
        assertThat(lead).containsEntry("LastName", "Durand");
    }

    @Test
    void parksTheChoicesWhenAskedTo() throws Exception {
        parking();
        org.answer(
                LEAD,
                json(300, "[\"/services/data/v62.0/sobjects/Lead/00Q1\",\"/services/data/v62.0/sobjects/Lead/00Q2\"]"));
        assertThat(dead(workflow.closed(CAMILLE))).contains("several leads (00Q1, 00Q2)");
    }

    @Test
    void makesOneLeadAndOneTaskWhenTheAnswerToTheTaskIsLost() {
        org.answer(TASK, error(500, "UNKNOWN_EXCEPTION", "lost"));
        retry(workflow.closed(CAMILLE));
        succeeds(workflow.closed(CAMILLE));
        assertThat(org.all("Lead")).hasSize(1);
        assertThat(org.all("Task")).hasSize(1);
    }

    @Test
    void saysWhichSettingsAreMissing() throws Exception {
        workflow.close();
        workflow = new SalesforceWorkflow(Map.of());
        assertThat(dead(workflow.closed(CAMILLE)))
                .isEqualTo(
                        "Salesforce is not configured: set salesforce.login-url, salesforce.client-id, salesforce.client-secret");
    }

    private void parking() throws Exception {
        workflow.close();
        Map<String, String> settings = SalesforceWorkflow.minimal(org.url());
        settings.put("salesforce.on-duplicate", "park");
        workflow = new SalesforceWorkflow(settings);
    }

    private void awaitEnd() {
        try {
            over.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer duplicate(String object, Object id) {
        return json(
                400,
                """
                [{"errorCode":"DUPLICATES_DETECTED","message":"Use one of these records?","duplicateResult":{"allowSave":true,
                "matchResults":[{"entityType":"%1$s","matchRecords":[{"record":{"attributes":{"type":"%1$s"},"Id":"%2$s"}}]}]}}]"""
                        .formatted(object, id));
    }

    private static String dead(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(PermanentException.class);
        return exchange.getException().getMessage();
    }

    private static String refusesUs(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(RefusesUsException.class);
        return exchange.getException().getMessage();
    }

    private static RetryableException retry(Exchange exchange) {
        assertThat(exchange.getException()).isInstanceOf(RetryableException.class);
        return (RetryableException) exchange.getException();
    }
}
