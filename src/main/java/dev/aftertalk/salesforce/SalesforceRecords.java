package dev.aftertalk.salesforce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.ledger.RetryableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds and writes records of one object. Field values travel as JSON and in SOQL literals only. */
final class SalesforceRecords {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OBJECT = "sObjectName";
    /** A rule that only warns people of duplicates is no reason not to write to a record that we know is meant. */
    private static final Map<String, Object> DUPLICATES_ALLOWED =
            Map.of("Sforce-Duplicate-Rule-Header", "allowSave=true");

    private final SalesforceConnector salesforce;
    private final String object;

    SalesforceRecords(SalesforceConnector salesforce, String object) {
        this.salesforce = salesforce;
        this.object = object;
    }

    /** The records a query finds. */
    List<JsonNode> find(String fields, String condition) throws SalesforceRefusal {
        String query = "SELECT " + fields + " FROM " + object + " WHERE " + condition;
        List<JsonNode> found = new ArrayList<>();
        salesforce
                .call("query", Map.of("sObjectQuery", query), null)
                .json()
                .path("records")
                .forEach(found::add);
        return found;
    }

    /** The id of the new record. */
    String create(Map<String, Object> fields) throws SalesforceRefusal {
        return salesforce
                .call("createSObject", Map.of(OBJECT, object), json(fields))
                .id();
    }

    void update(String id, Map<String, Object> fields) throws SalesforceRefusal {
        if (!fields.isEmpty()) {
            Map<String, Object> parameters = new HashMap<>(DUPLICATES_ALLOWED);
            parameters.put(OBJECT, object);
            parameters.put("sObjectId", id);
            salesforce.call("updateSObject", parameters, json(fields));
        }
    }

    /** Creates the record with this external id, or updates it; answers its id. */
    String upsert(String externalIdField, String externalId, Map<String, Object> fields) throws SalesforceRefusal {
        Map<String, Object> parameters =
                Map.of(OBJECT, object, "sObjectIdName", externalIdField, "sObjectIdValue", externalId);
        try {
            return salesforce.call("upsertSObject", parameters, json(fields)).id();
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
