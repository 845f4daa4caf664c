package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SalesforcePeer;
import dev.aftertalk.testing.SignedWebhook;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ExtendWith(OutputCaptureExtension.class)
class SalesforceLeadRouteTest extends RoutesTest {

    private static final SalesforcePeer SALESFORCE = new SalesforcePeer();

    @DynamicPropertySource
    static void salesforce(DynamicPropertyRegistry settings) {
        settings.add("salesforce.login-url", SALESFORCE::url);
        settings.add("salesforce.client-id", () -> "app");
        settings.add("salesforce.client-secret", () -> "secret");
    }

    @Test
    void makesOneLeadAndOneTaskOfAConversationHoweverOftenItRuns() throws Exception {
        SALESFORCE.answer(
                "PATCH /services/data/v62.0/sobjects/Task/",
                SalesforcePeer.error(500, "UNKNOWN_EXCEPTION", "after the lead was written"));
        String event = SignedWebhook.closedConversation(7201);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "salesforce-lead-for-conversation", "done");

        Map<String, Object> lead = leads("v7201@visitors.test").get(0);
        assertThat(leads("v7201@visitors.test")).hasSize(1);
        assertThat(lead)
                .containsEntry("FirstName", "Vera")
                .containsEntry("LastName", "Test")
                .containsEntry("Company", "visitors.test")
                .containsEntry("LeadSource", "iAdvize");
        String conversation = event.replaceFirst("(?s).*\"conversationId\": *\"([^\"]+)\".*", "$1");
        assertThat(SALESFORCE.all("Task").stream().filter(task -> lead.get("Id").equals(task.get("WhoId"))))
                .singleElement()
                .satisfies(task -> assertThat(task)
                        .containsEntry("iAdvize_Conversation_Id__c", conversation)
                        .containsEntry("Subject", "iAdvize conversation " + conversation)
                        .containsEntry("Status", "Completed"));
    }

    @Test
    void makesALeadWithoutATaskOfAnUpdatedVisitor() throws Exception {
        IADVIZE.answer(
                exchange -> IadvizePeer.json(
                        exchange,
                        200,
                        "{\"meta\":{\"status\":\"success\"},\"data\":[{\"id\":7202,\"email\":\"v7202@visitors.test\",\"firstname\":\"V\",\"lastname\":\"\"}]}"));
        int tasks = SALESFORCE.all("Task").size();
        String event = EventIds.renewed(SignedWebhook.sample("visitor.updated"));
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "salesforce-lead-for-visitor", "done");

        assertThat(leads("v7202@visitors.test")).singleElement().satisfies(lead -> assertThat(lead)
                .containsEntry("LastName", "Unknown"));
        assertThat(SALESFORCE.all("Task")).hasSize(tasks);
    }

    @Test
    void isDeadWithTheFieldThatSalesforceMisses() throws Exception {
        SALESFORCE.answer(
                "PATCH /services/data/v62.0/sobjects/Lead/",
                SalesforcePeer.json(
                        400,
                        "[{\"errorCode\":\"REQUIRED_FIELD_MISSING\",\"message\":\"Required fields are missing: [Region__c]\",\"fields\":[\"Region__c\"]}]"));
        String event = SignedWebhook.closedConversation(7203);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(
                EventIds.of(event),
                "salesforce-lead-for-conversation",
                "dead .*REQUIRED_FIELD_MISSING for Region__c.*");
    }

    @Test
    void keepsTheLeadWithoutAFieldThatSalesforceRefusesAndSaysSo() throws Exception {
        SALESFORCE.answer(
                "PATCH /services/data/v62.0/sobjects/Lead/",
                SalesforcePeer.json(
                        400,
                        "[{\"errorCode\":\"FIELD_INTEGRITY_EXCEPTION\",\"message\":\"Private\",\"fields\":[\"FirstName\"]}]"));
        String event = SignedWebhook.closedConversation(7205);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "salesforce-lead-for-conversation", "done");

        assertThat(leads("v7205@visitors.test")).singleElement().satisfies(lead -> assertThat(lead)
                .doesNotContainKey("FirstName"));
        assertThat(ledger.history(EventIds.of(event), "salesforce-lead-for-conversation"))
                .contains(
                        "\"notes\":[\"Lead without FirstName, which Salesforce refused (FIELD_INTEGRITY_EXCEPTION)\"]")
                .doesNotContain("Private");
    }

    @Test
    void skipsAnAnonymousVisitor() throws Exception {
        IADVIZE.answer(exchange ->
                IadvizePeer.json(exchange, 200, "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":7204}}"));
        String event = SignedWebhook.closedConversation(7204);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "salesforce-lead-for-conversation", "skipped no lead: .*");
    }

    @Test
    void knowsByItsOldNameUnderApiWhatWasSplit(CapturedOutput output) throws Exception {
        SALESFORCE.answer(
                "PATCH /services/data/v62.0/sobjects/Lead/",
                SalesforcePeer.json(
                        400,
                        "[{\"errorCode\":\"REQUIRED_FIELD_MISSING\",\"message\":\"Required fields are missing: [Region__c]\",\"fields\":[\"Region__c\"]}]"));
        String event = SignedWebhook.closedConversation(7206);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "salesforce-lead-for-conversation", "dead .*REQUIRED_FIELD_MISSING.*");
        String path = "/api/events/" + EventIds.of(event) + "/runs/salesforce-lead/";

        assertThat(api("GET", "/api/runs?state=dead&workflow=salesforce-lead", null))
                .contains("\"workflow\":\"salesforce-lead-for-conversation\"", EventIds.of(event));
        assertThat(api(
                        "POST",
                        "/api/runs/replay",
                        "{\"filter\":{\"workflow\":\"salesforce-lead\",\"event\":\"" + EventIds.of(event) + "\"}}"))
                .contains("\"matched\":1", "{\"salesforce-lead-for-conversation\":1}");
        assertThat(api("POST", path + "replay", "{}")).contains("\"workflow\":\"salesforce-lead-for-conversation\"");
        awaitRun(EventIds.of(event), "salesforce-lead-for-conversation", "done");

        assertThat(leads("v7206@visitors.test")).hasSize(1);
        assertThat(api("POST", path + "skip", "{\"reason\":\"too late\"}"))
                .contains("It is done and was left as it is");
        assertThat(output.getAll().split("Somebody asked under /api for the workflow salesforce-lead, which is", -1))
                .as("said once")
                .hasSize(2);
    }

    private String api(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", authorization())
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static List<Map<String, Object>> leads(String email) {
        return SALESFORCE.all("Lead").stream()
                .filter(lead -> email.equals(lead.get("Email")))
                .toList();
    }
}
