package dev.aftertalk.connectors.salesforce;

import static dev.aftertalk.connectors.salesforce.SalesforceLeadSinkTest.succeeds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.care.drill.Drilling;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.SalesforcePeer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client of the Salesforce connector through a drill's proxy, logins included. */
class SalesforceDrillTest {

    private static final Object[] CAMILLE = {"visitorId", "v-1", "lastName", "Durand", "email", "camille@shop.test"};

    private final Detours detours = new Detours();
    private SalesforcePeer org;
    private SalesforceWorkflow workflow;

    @BeforeEach
    void start() throws Exception {
        org = new SalesforcePeer();
        Map<String, String> settings = new HashMap<>(SalesforceWorkflow.minimal(org.url()));
        settings.put("salesforce.read-timeout", "3s");
        settings.put("salesforce.request-limit-delay", "1ms");
        workflow = new SalesforceWorkflow(settings, detours);
    }

    @AfterEach
    void stop() {
        workflow.close();
        org.close();
    }

    @ParameterizedTest
    @CsvSource({
        "salesforce-outage, refused connection, can't be reached",
        "salesforce-hang, no answer, can't be reached",
        "salesforce-429, too many calls, REQUEST_LIMIT_EXCEEDED",
        "salesforce-token, token refused, refuses the session it has just given"
    })
    void failsAsWithSalesforceItself(String drill, String met, String words) throws Exception {
        try (Drilling drilling = new Drilling(drill, detours)) {
            Exception fault = workflow.closed(CAMILLE).getException();

            assertThat(fault).isInstanceOfAny(RetryableException.class, RefusesUsException.class);
            assertThat(fault).hasMessageContaining(words);
            assertThat(drilling.met()).containsKey(met);
            assertThat(org.all("Lead")).isEmpty();
        }
    }

    @Test
    void goesThroughOnceTheFaultHasEnded() throws Exception {
        succeeds(workflow.updated(CAMILLE));
        try (Drilling drilling = new Drilling("salesforce-outage", detours)) {
            assertThat(workflow.closed(CAMILLE).getException()).isNotNull();
            drilling.end();

            succeeds(workflow.closed(CAMILLE));
        }
        succeeds(workflow.updated(CAMILLE));
    }

    @Test
    void handsLoginsAndCallsOverAsTheyAre() throws Exception {
        try (Drilling drilling = new Drilling("salesforce-outage", detours)) {
            drilling.end();
            succeeds(workflow.closed(CAMILLE));

            assertThat(org.requests("POST /services/oauth2/token")).hasSize(1);
            assertThat(drilling.through()).isEqualTo(org.requests("").size());
            assertThat(org.requests("")).allSatisfy(request -> {
                assertThat(request.header("Host")).isEqualTo(org.url().substring("http://".length()));
                assertThat(request.header("Aftertalk-Run")).isNull();
            });
        }
    }

    @Test
    void doesWhatItIsAskedAndItsAnswerIsCut() throws Exception {
        succeeds(workflow.updated(CAMILLE)); // logged in
        org.forget();
        try (Drilling drilling = new Drilling("salesforce-cut", detours)) {
            assertThat(workflow.updated(CAMILLE).getException()).isInstanceOf(RetryableException.class);

            assertThat(drilling.met()).containsKey("cut answer");
            assertThat(org.requests("")).isNotEmpty();
        }
        succeeds(workflow.updated(CAMILLE));
        assertThat(org.all("Lead")).hasSize(1);
    }
}
