package dev.aftertalk.connectors.salesforce;

import static org.apache.camel.component.salesforce.SalesforceEndpointConfig.SOBJECT_EXT_ID_NAME;
import static org.apache.camel.component.salesforce.SalesforceEndpointConfig.SOBJECT_EXT_ID_VALUE;
import static org.apache.camel.component.salesforce.SalesforceEndpointConfig.SOBJECT_ID;
import static org.apache.camel.component.salesforce.SalesforceEndpointConfig.SOBJECT_NAME;
import static org.apache.camel.component.salesforce.SalesforceEndpointConfig.SOBJECT_QUERY;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.connectors.salesforce.RefusedFields.Instead;
import dev.aftertalk.ledger.RetryableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/** Finds and writes records of one object. Field values travel as JSON and in SOQL literals only. */
class SalesforceRecords {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** A rule that only warns people of duplicates is no reason not to write to a record that we know is meant. */
    private static final Map<String, Object> DUPLICATES_ALLOWED =
            Map.of("Sforce-Duplicate-Rule-Header", "allowSave=true");

    private final SalesforceConnector salesforce;
    private final String object;
    private final RefusedFields refused;

    /** @param refused what becomes of fields that Salesforce does not take */
    SalesforceRecords(SalesforceConnector salesforce, String object, RefusedFields refused) {
        this.salesforce = salesforce;
        this.object = object;
        this.refused = refused;
    }

    /** Has records of an object found and written for an exchange. */
    interface Opened {

        /** The org's own. */
        Opened IN_THE_ORG = (exchange, object, refused) ->
                new SalesforceRecords(SalesforceConnector.of(exchange.getContext()), object, refused);

        /** @param refused what becomes of fields that Salesforce does not take */
        SalesforceRecords of(Exchange exchange, String object, RefusedFields refused);
    }

    /** The records a query finds. */
    List<JsonNode> find(String fields, String condition) throws SalesforceRefusal {
        String query = "SELECT " + fields + " FROM " + object + " WHERE " + condition;
        List<JsonNode> found = new ArrayList<>();
        ask(salesforce, query).json().path("records").forEach(found::add);
        return found;
    }

    SalesforceAnswer ask(SalesforceConnector connector, String query) throws SalesforceRefusal {
        return connector.call("query", Map.of(SOBJECT_QUERY, query), null);
    }

    /**
     * Creates a record.
     *
     * @param instead what becomes of a field whose value Salesforce refuses
     * @return its id
     */
    String create(Map<String, Object> fields, Instead instead) throws SalesforceRefusal {
        return refused.send(fields, instead, sent -> salesforce
                .call("createSObject", Map.of(SOBJECT_NAME, object), json(sent))
                .id());
    }

    void update(String id, Map<String, Object> fields, Instead instead) throws SalesforceRefusal {
        Map<String, Object> parameters = new HashMap<>(DUPLICATES_ALLOWED);
        parameters.put(SOBJECT_NAME, object);
        parameters.put(SOBJECT_ID, id);
        refused.send(
                fields,
                instead,
                sent -> sent.isEmpty() ? null : salesforce.call("updateSObject", parameters, json(sent)));
    }

    /** Creates the record with this external id, or updates it; answers its id. */
    String upsert(String externalIdField, String externalId, Map<String, Object> fields, Instead instead)
            throws SalesforceRefusal {
        Map<String, Object> parameters =
                Map.of(SOBJECT_NAME, object, SOBJECT_EXT_ID_NAME, externalIdField, SOBJECT_EXT_ID_VALUE, externalId);
        try {
            return refused.send(fields, instead, sent -> salesforce
                    .call("upsertSObject", parameters, json(sent))
                    .id());
        } catch (SalesforceRefusal refusal) {
            if (refusal.has("DUPLICATE_VALUE", externalIdField)) { // the next attempt finds and enriches it
                throw new RetryableException("Another run made the same " + object + " at the same moment", refusal);
            }
            throw refusal;
        }
    }

    private static byte[] json(Map<String, Object> fields) {
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Plain values can always be written as JSON", e);
        }
    }
}
