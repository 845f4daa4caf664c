package dev.aftertalk.salesforce;

import static dev.aftertalk.salesforce.SalesforceWorkflow.CONVERSATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.SalesforcePeer;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The real Salesforce kamelets against an org that speaks HTTP: what they write. */
class SalesforceLeadSinkTest {

    private static final Object[] CAMILLE = {
        "visitorId", "v-1", "firstName", "Camille", "lastName", "Durand", "email", "camille@shop.test", "city", "Nantes"
    };

    private SalesforcePeer org;
    private SalesforceWorkflow workflow;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforcePeer();
        workflow = new SalesforceWorkflow(SalesforceWorkflow.minimal(org.url()));
    }

    @AfterEach
    void stop() {
        workflow.close();
        org.close();
    }

    @Test
    void createsALeadWithWhatIsKnownAndTheConversationAsItsTask() {
        succeeds(workflow.closed(CAMILLE));

        Map<String, Object> lead = org.all("Lead").get(0);
        assertThat(lead)
                .containsEntry("iAdvize_Visitor_Id__c", "v-1")
                .containsEntry("FirstName", "Camille")
                .containsEntry("LastName", "Durand")
                .containsEntry("Email", "camille@shop.test")
                .containsEntry("Company", "shop.test")
                .containsEntry("LeadSource", "Chat")
                .containsEntry("Description", "50% of a + b & c =")
                .doesNotContainKey("Phone");
        assertThat(org.all("Task").get(0))
                .containsEntry("iAdvize_Conversation_Id__c", CONVERSATION)
                .containsEntry("WhoId", lead.get("Id"))
                .containsEntry("Subject", "Chat (CHAT)")
                .containsEntry("Status", "Completed")
                .containsEntry("Description", "Hello\nGood morning");
    }

    @Test
    void makesOneLeadAndOneTaskHoweverOftenItRuns() {
        succeeds(workflow.closed(CAMILLE));
        succeeds(workflow.closed(CAMILLE));

        assertThat(org.all("Lead")).hasSize(1);
        assertThat(org.all("Task")).hasSize(1);
        assertThat(org.requests("POST /services/oauth2/token")).hasSize(1);
    }

    @Test
    void enrichesWithWhatIsKnownAndBlanksNothing() {
        Map<String, Object> lead = org.add(
                "Lead",
                "iAdvize_Visitor_Id__c",
                "v-1",
                "LastName",
                "Durand",
                "Company",
                "Durand SA",
                "LeadSource",
                "Fair",
                "Phone",
                "1");
        succeeds(workflow.updated("visitorId", "v-1", "email", "camille@shop.test"));

        assertThat(org.requests("PATCH").get(0).json()).containsOnlyKeys("Email", "Description");
        assertThat(lead)
                .containsEntry("LastName", "Durand")
                .containsEntry("Company", "Durand SA")
                .containsEntry("LeadSource", "Fair")
                .containsEntry("Phone", "1")
                .containsEntry("Email", "camille@shop.test");
        assertThat(org.all("Task")).isEmpty();
    }

    @Test
    void findsTheLeadByAnyOfTheVisitorsIds() {
        org.add("Lead", "iAdvize_Visitor_Id__c", "63429889", "LastName", "D", "Company", "C");
        succeeds(workflow.updated("visitorId", "v-1", "legacyVisitorId", "63429889", "email", "camille@shop.test"));
        assertThat(org.all("Lead")).singleElement().satisfies(lead -> assertThat(lead)
                .containsEntry("Email", "camille@shop.test"));
    }

    @Test
    void namesANewLeadUnknownWhenNothingElseIsKnown() {
        succeeds(workflow.closed("visitorId", "v-1", "phoneNumber", "+33123456789"));
        assertThat(org.all("Lead").get(0)).containsEntry("LastName", "Unknown").containsEntry("Company", "Unknown");
    }

    @Test
    void skipsAnAnonymousVisitor() {
        Exchange exchange = workflow.closed("visitorId", "v-1", "city", "Nantes");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getProperty("went-on")).isNull();
        assertThat(workflow.skipped)
                .containsExactly("no lead: the visitor has given no name, e-mail address or phone number");
        assertThat(org.requests("")).isEmpty();
    }

    @Test
    void createsAnAnonymousVisitorWhenAskedTo() throws Exception {
        workflow.close();
        Map<String, String> settings = SalesforceWorkflow.minimal(org.url());
        settings.put("salesforce.anonymous", "create");
        workflow = new SalesforceWorkflow(settings);
        succeeds(workflow.closed("visitorId", "v-1"));
        assertThat(org.all("Lead").get(0)).containsEntry("LastName", "Unknown");
    }

    @Test
    void matchesByEmailAndSubjectWhereTheOrgHasNoExternalIds() {
        org.lacks("iAdvize_Visitor_Id__c");
        org.lacks("iAdvize_Conversation_Id__c");
        org.add("Lead", "Email", "somebody@else.test", "LastName", "Else", "Company", "Else");
        succeeds(workflow.closed(CAMILLE));
        succeeds(workflow.closed(CAMILLE));

        assertThat(org.all("Lead")).hasSize(2);
        assertThat(org.all("Lead").get(1)).doesNotContainKey("iAdvize_Visitor_Id__c");
        assertThat(org.all("Task")).singleElement().satisfies(task -> assertThat(task)
                .containsEntry("Subject", "Chat (CHAT) (" + CONVERSATION + ")")
                .doesNotContainKey("iAdvize_Conversation_Id__c"));
        assertThat(org.requests("GET").stream()
                        .filter(r -> r.soql() != null && r.soql().contains("iAdvize_Visitor_Id__c")))
                .as("asks for the field that is not there once")
                .hasSize(1);
    }

    @Test
    void skipsWhatItCanNeitherKnowByIdNorByEmail() {
        org.lacks("iAdvize_Visitor_Id__c");
        workflow.closed("visitorId", "v-1", "lastName", "Durand");
        assertThat(workflow.skipped).singleElement().asString().contains("no field iAdvize_Visitor_Id__c");
        assertThat(org.all("Lead")).isEmpty();
    }

    @Test
    void givesTheTaskToTheContactThatTheLeadWasConvertedTo() {
        org.add(
                "Lead",
                "iAdvize_Visitor_Id__c",
                "v-1",
                "IsConverted",
                true,
                "ConvertedContactId",
                "003000000000001AAA");
        succeeds(workflow.closed(CAMILLE));
        assertThat(org.requests("sobjects/Lead")).isEmpty();
        assertThat(org.all("Task").get(0)).containsEntry("WhoId", "003000000000001AAA");
    }

    @Test
    void takesHostileValuesAsPlainText() {
        org.lacks("iAdvize_Visitor_Id__c");
        org.lacks("iAdvize_Conversation_Id__c");
        org.add("Lead", "Email", "victim@shop.test", "LastName", "Victim", "Company", "Victim");
        String soql = "x'OR'1'!='2@b.test";
        succeeds(workflow.closed(
                "visitorId", "v' OR '1'='1",
                "firstName", "${exchangeId}#{1+1}<script>\nLastName: Injected\u0000",
                "lastName", "\u202E😀'; DROP",
                "email", soql));

        Map<String, Object> lead = org.all("Lead").get(1);
        assertThat(lead)
                .containsEntry("FirstName", "${exchangeId}#{1+1}<script>\nLastName: I".substring(0, 39) + "…")
                .containsEntry("LastName", "\u202E😀'; DROP")
                .containsEntry("Email", soql);
        assertThat(org.all("Lead").get(0)).containsEntry("LastName", "Victim").hasSize(4);
        assertThat(org.requests("query").get(1).soql()).contains("Email = 'x\\'OR\\'1\\'!=\\'2@b.test'");
    }

    @Test
    void fitsLongTextsIntoTheirFields() {
        workflow.with("transcript", "😀".repeat(50_000));
        succeeds(workflow.closed(
                "visitorId",
                "v-1",
                "lastName",
                "n".repeat(100_000),
                "email",
                "e".repeat(80) + "@shop.test",
                "phoneNumber",
                "1".repeat(41)));

        Map<String, Object> lead = org.all("Lead").get(0);
        assertThat((String) lead.get("LastName")).hasSize(80).endsWith("…");
        assertThat((String) lead.get("Phone")).hasSize(40);
        assertThat(lead).as("a cut address would be somebody else's").doesNotContainKey("Email");
        String transcript = (String) org.all("Task").get(0).get("Description");
        assertThat(transcript.length()).isBetween(31_990, 32_000);
        assertThat(transcript)
                .endsWith("(cut here: Salesforce takes no more. The whole text is in iAdvize.)")
                .doesNotContain("\uFFFD", "?");
    }

    static void succeeds(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        assertThat(exchange.getProperty("went-on")).isEqualTo("yes");
    }
}
