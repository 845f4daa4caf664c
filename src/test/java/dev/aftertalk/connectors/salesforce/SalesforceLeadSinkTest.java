package dev.aftertalk.connectors.salesforce;

import static dev.aftertalk.connectors.salesforce.SalesforceWorkflow.CONVERSATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.SalesforcePeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real Salesforce kamelets against an org that speaks HTTP: what they write. */
class SalesforceLeadSinkTest {

    private static final String LEAD = "PATCH /services/data/v62.0/sobjects/Lead/";
    private static final String TASK = "PATCH /services/data/v62.0/sobjects/Task/";
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

        assertThat(org.requests("PATCH").get(0).fields()).containsOnlyKeys("Email", "Description");
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
                        .map(request -> request.parameters().getOrDefault("q", ""))
                        .filter(soql -> soql.contains("iAdvize_Visitor_Id__c")))
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
        Map<String, Object> victim =
                org.add("Lead", "Email", "victim@shop.test", "LastName", "Victim", "Company", "Victim");
        Map<String, Object> before = Map.copyOf(victim);
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
        assertThat(victim).isEqualTo(before);
        assertThat(org.requests("query").get(1).parameters().get("q")).contains("Email = 'x\\'OR\\'1\\'!=\\'2@b.test'");
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

    @Test
    void makesOneLeadOfAVisitorWhicheverEventComesFirst() {
        Object[] conversation = {"visitorId", "b05f1b45", "legacyVisitorId", "63429889", "lastName", "Durand"};
        Object[] desk = {"legacyVisitorId", "63429889", "uniqueId", "593de089", "phoneNumber", "+33123456789"};
        succeeds(workflow.closed(conversation));
        succeeds(workflow.updated(desk));
        assertThat(org.all("Lead")).singleElement().satisfies(lead -> assertThat(lead)
                .containsEntry("iAdvize_Visitor_Id__c", "63429889")
                .containsEntry("Phone", "+33123456789"));

        org.empty();
        succeeds(workflow.updated(desk));
        succeeds(workflow.closed(conversation));
        assertThat(org.all("Lead")).singleElement().satisfies(lead -> assertThat(lead)
                .containsEntry("LastName", "Durand"));
    }

    @Test
    void makesOneLeadOfAVisitorWhoseEventsShareTheAddressOnly() {
        Object[] elsewhere = {"visitorId", "b05f1b45", "email", "camille@shop.test"};
        Object[] desk = {"legacyVisitorId", "7", "uniqueId", "593de089", "email", "Camille@Shop.test", "city", "Nantes"
        };
        succeeds(workflow.closed(elsewhere));
        succeeds(workflow.updated(desk));
        assertThat(org.all("Lead")).singleElement().satisfies(lead -> assertThat(lead)
                .as("stays who it was")
                .containsEntry("iAdvize_Visitor_Id__c", "b05f1b45")
                .containsEntry("City", "Nantes"));
    }

    @Test
    void addsToTheLeadWithTheAddressWhatItLacksAndOverwritesNothing() {
        Map<String, Object> lead =
                org.add("Lead", "Email", "camille@shop.test", "LastName", "Smith", "Company", "Smith & Sons");
        succeeds(workflow.closed(CAMILLE));

        assertThat(org.all("Lead")).containsExactly(lead);
        assertThat(lead)
                .containsEntry("LastName", "Smith")
                .containsEntry("Company", "Smith & Sons")
                .containsEntry("FirstName", "Camille")
                .containsEntry("City", "Nantes")
                .containsEntry("iAdvize_Visitor_Id__c", "v-1");
        assertThat(org.all("Task").get(0)).containsEntry("WhoId", lead.get("Id"));
        assertThat(org.requests("PATCH").get(0).fields()).doesNotContainKeys("LastName", "Email");
    }

    @Test
    void givesNobodysLeadToWhoTypedItsAddressIntoAForm() {
        Map<String, Object> lead =
                org.add("Lead", "Email", "camille@shop.test", "LastName", "Durand", "Company", "Durand SA");
        workflow.with("typed", "camille@shop.test");
        succeeds(workflow.closed("visitorId", "v-2", "firstName", "Mallory"));

        assertThat(lead).doesNotContainKeys("iAdvize_Visitor_Id__c", "FirstName");
        assertThat(org.all("Lead")).hasSize(2);
        assertThat(org.all("Lead").get(1)).containsEntry("iAdvize_Visitor_Id__c", "v-2");
        assertThat(org.all("Task").get(0))
                .containsEntry("WhoId", org.all("Lead").get(1).get("Id"));
    }

    @Test
    void parksWhoTypedTheAddressOfALeadIntoAFormWhenAskedTo() throws Exception {
        workflow.close();
        Map<String, String> settings = SalesforceWorkflow.minimal(org.url());
        settings.put("salesforce.on-duplicate", "park");
        workflow = new SalesforceWorkflow(settings).with("typed", "camille@shop.test");
        Map<String, Object> lead = org.add("Lead", "Email", "camille@shop.test", "LastName", "Durand");
        assertThat(workflow.closed("visitorId", "v-2", "firstName", "Mallory").getException())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining(lead.get("Id").toString())
                .hasMessageNotContaining("camille");
        assertThat(org.all("Lead")).containsExactly(lead);
        assertThat(lead).doesNotContainKey("FirstName");
    }

    @Test
    void makesOneLeadOfTwoEventsAtOnce() throws Exception {
        org.lacks("iAdvize_Visitor_Id__c");
        succeeds(workflow.updated(
                "visitorId", "v-0", "email", "first@shop.test")); // finds out that the field is not there
        CyclicBarrier both = new CyclicBarrier(2);
        SalesforcePeer.Answer none = exchange -> {
            try {
                both.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IOException(e);
            }
            SalesforcePeer.json(exchange, 200, "{\"totalSize\":0,\"done\":true,\"records\":[]}");
        };
        org.answer("GET /services/data/v62.0/query", none, none);
        ExecutorService runs = Executors.newFixedThreadPool(2);
        try {
            Future<Exchange> updated = runs.submit(() -> workflow.updated(CAMILLE));
            Exchange closed = workflow.closed(CAMILLE);
            assertThat(List.of(updated.get(), closed))
                    .filteredOn(Exchange::isFailed)
                    .singleElement()
                    .satisfies(run -> assertThat(run.getException())
                            .isInstanceOf(RetryableException.class)
                            .hasMessageContaining("just now"));
        } finally {
            runs.shutdownNow();
        }
        succeeds(workflow.closed(CAMILLE));
        succeeds(workflow.updated(CAMILLE));
        assertThat(org.all("Lead")).hasSize(2);
        assertThat(org.all("Task")).hasSize(1);
    }

    @Test
    void keepsTheRestWhereSalesforceRefusesAField() {
        refuse("Country", "FIELD_INTEGRITY_EXCEPTION");
        refuse("Phone", "STRING_TOO_LONG");
        succeeds(workflow.closed(
                "visitorId",
                "v-1",
                "lastName",
                "Durand",
                "country",
                "Allemagne",
                "phoneNumber",
                "+33",
                "city",
                "Bonn"));
        assertThat(org.all("Lead")).singleElement().satisfies(lead -> assertThat(lead)
                .containsEntry("City", "Bonn")
                .containsEntry("LastName", "Durand")
                .doesNotContainKeys("Country", "Phone"));

        refuse("Country", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST");
        succeeds(workflow.updated("visitorId", "v-1", "lastName", "Durand", "country", "Allemagne", "city", "Berlin"));
        assertThat(org.all("Lead")).singleElement().satisfies(lead -> assertThat(lead)
                .as("an existing lead, too")
                .containsEntry("City", "Berlin")
                .doesNotContainKey("Country"));
    }

    @Test
    void leavesOutAFieldThatTheOrgDoesNotHave() {
        org.answer(LEAD, SalesforcePeer.error(400, "INVALID_FIELD", "No such column 'City' on sobject of type Lead"));
        succeeds(workflow.closed("visitorId", "v-1", "lastName", "Durand", "city", "Nantes"));
        assertThat(org.all("Lead").get(0)).doesNotContainKey("City").containsEntry("LastName", "Durand");
    }

    @ParameterizedTest
    @CsvSource({
        "'City: bad value for restricted picklist field: Phone', [], City",
        "'City: bad value for restricted picklist field: Nantes', null, City",
        "'Unable to create/update fields: City, Country. Please check the security settings of this field', [], City Country",
        "'There''s a problem with this country, even though it may appear correct. Please select a country/territory from the list of valid countries.: Country/Territory', [], Country",
        "'First Name: data value too large: Camille (max length=40)', [], FirstName",
        "bad, '[\"city\"]', City",
        "bad, '[\"countrycode\"]', Country"
    })
    void leavesOutAFieldHoweverItIsNamed(String message, String fields, String refused) {
        org.answer(
                LEAD,
                SalesforcePeer.json(
                        400,
                        "[{\"errorCode\":\"FIELD_INTEGRITY_EXCEPTION\",\"message\":\"%s\",\"fields\":%s}]"
                                .formatted(message, fields)));
        succeeds(workflow.closed(
                "visitorId",
                "v-1",
                "firstName",
                "Camille",
                "lastName",
                "Durand",
                "phoneNumber",
                "+33",
                "city",
                "Nantes",
                "country",
                "France"));
        List<String> kept = new ArrayList<>(List.of("FirstName", "LastName", "Phone", "City", "Country"));
        kept.removeAll(List.of(refused.split(" ")));
        assertThat(org.all("Lead")).singleElement().satisfies(lead -> assertThat(lead)
                .containsKeys(kept.toArray(String[]::new))
                .doesNotContainKeys(refused.split(" ")));
    }

    @Test
    void givesARequiredFieldItsDefaultWhereSalesforceRefusesTheValue() {
        refuse("LastName", "STRING_TOO_LONG");
        succeeds(workflow.closed("visitorId", "v-1", "lastName", "Durand", "city", "Nantes"));
        assertThat(org.all("Lead").get(0)).containsEntry("LastName", "Unknown").containsEntry("City", "Nantes");
    }

    @Test
    void doesNotGoOnForEverWithoutOneFieldAfterTheOther() {
        refuse("Country", "FIELD_INTEGRITY_EXCEPTION");
        for (int i = 0; i < 20; i++) {
            refuse("LastName", "STRING_TOO_LONG");
        }
        assertThat(workflow.closed("visitorId", "v-1", "lastName", "Durand", "country", "Allemagne")
                        .getException())
                .isInstanceOf(PermanentException.class)
                .hasMessageContaining("LastName");
        assertThat(org.requests(LEAD)).hasSizeLessThan(7);
        assertThat(org.all("Lead")).isEmpty();
    }

    @Test
    void keepsTheTaskWithoutAFieldButNotWithoutItsLead() {
        org.answer(TASK, refusal("Status", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"));
        succeeds(workflow.closed(CAMILLE));
        assertThat(org.all("Task"))
                .singleElement()
                .satisfies(task -> assertThat(task).doesNotContainKey("Status").containsKey("WhoId"));
        org.answer(TASK, refusal("WhoId", "FIELD_INTEGRITY_EXCEPTION"));
        assertThat(workflow.closed(CAMILLE).getException()).isInstanceOf(PermanentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"taro..yamada@example.com", "taro.@example.com", ".taro@example.com", "taro@exa mple.com"})
    void leavesOutAnAddressThatIsNone(String address) {
        succeeds(workflow.closed("visitorId", "v-1", "lastName", "Yamada", "email", address));
        assertThat(org.all("Lead").get(0)).doesNotContainKey("Email").containsEntry("LastName", "Yamada");
    }

    private void refuse(String field, String code) {
        org.answer(LEAD, refusal(field, code));
    }

    private static SalesforcePeer.Answer refusal(String field, String code) {
        return SalesforcePeer.json(
                400, "[{\"errorCode\":\"%s\",\"message\":\"no\",\"fields\":[\"%s\"]}]".formatted(code, field));
    }

    static void succeeds(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        assertThat(exchange.getProperty("went-on")).isEqualTo("yes");
    }
}
