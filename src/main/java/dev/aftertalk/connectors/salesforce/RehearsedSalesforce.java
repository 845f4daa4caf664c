package dev.aftertalk.connectors.salesforce;

import static org.apache.camel.component.salesforce.SalesforceEndpointConfig.SOBJECT_QUERY;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.OnlookersGuards;
import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.connectors.salesforce.RefusedFields.Instead;
import dev.aftertalk.rehearsal.Action;
import dev.aftertalk.rehearsal.Rehearsal;
import dev.aftertalk.rehearsal.StandIns;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Salesforce in a rehearsal: queries are asked for real, what would be written is told. */
@Component
class RehearsedSalesforce implements StandIns {

    private static final LeadUpsert.Claim NO_CLAIM = new LeadUpsert.Claim() {
        @Override
        public void take(String address) {}

        @Override
        public void made(String address) {}

        @Override
        public void release(String address) {}
    };

    private final SalesforceSettings settings;
    private final ObjectProvider<org.apache.camel.Component> connectors;
    private final CamelContext running;
    private final Guards guards;
    private final ResilienceSettings resilience;

    /**
     * @param connectors a new one each time
     * @param running where queries are asked: a login of its own would be followed by a logout, which may end a session that others use
     */
    RehearsedSalesforce(
            SalesforceSettings settings,
            @Qualifier("salesforce") ObjectProvider<org.apache.camel.Component> connectors,
            CamelContext running,
            Guards guards,
            ResilienceSettings resilience) {
        this.settings = settings;
        this.connectors = connectors;
        this.running = running;
        this.guards = guards;
        this.resilience = resilience;
    }

    @Override
    public Map<String, Object> of(Rehearsal rehearsal) {
        Guard guard = new OnlookersGuards(resilience, guards).of("salesforce", "Salesforce");
        SalesforceRecords.Opened records = (exchange, object, refused) ->
                new Told(SalesforceConnector.of(running), guard, exchange, object, refused, rehearsal);
        return Map.of(
                "salesforce",
                connectors.getObject(),
                "salesforceLead",
                new SalesforceLead(settings, exchange -> NO_CLAIM, records),
                "salesforceTask",
                new SalesforceTask(settings, records));
    }

    /** Records that are found and not written. */
    private static final class Told extends SalesforceRecords {

        private final Guard guard;
        private final Exchange exchange;
        private final String object;
        private final Rehearsal rehearsal;

        Told(
                SalesforceConnector salesforce,
                Guard guard,
                Exchange exchange,
                String object,
                RefusedFields refused,
                Rehearsal rehearsal) {
            super(salesforce, object, refused);
            this.guard = guard;
            this.exchange = exchange;
            this.object = object;
            this.rehearsal = rehearsal;
        }

        @Override
        List<JsonNode> find(String fields, String condition) throws SalesforceRefusal {
            return condition.contains(id()) ? List.of() : super.find(fields, condition);
        }

        @Override
        SalesforceAnswer ask(SalesforceConnector connector, String query) throws SalesforceRefusal {
            return connector.call(guard, "query", Map.of(SOBJECT_QUERY, query), null);
        }

        @Override
        String create(Map<String, Object> fields, Instead instead) {
            tell("creates a " + object, fields);
            return id();
        }

        @Override
        void update(String id, Map<String, Object> fields, Instead instead) {
            if (!fields.isEmpty()) {
                tell("updates the " + object + " " + id, fields);
            }
        }

        @Override
        String upsert(String externalIdField, String externalId, Map<String, Object> fields, Instead instead) {
            tell(
                    "creates the " + object + " whose " + externalIdField + " is " + externalId + ", or updates it",
                    fields);
            return id();
        }

        private void tell(String what, Map<String, Object> fields) {
            rehearsal.record(exchange, Action.of("Salesforce: " + what, fields));
        }

        /** As Salesforce writes them, and none that it gives. */
        private String id() {
            return object.equals("Task") ? "00T000000000000AAA" : "00Q000000000000AAA";
        }
    }
}
