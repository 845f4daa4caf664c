package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.RetryableException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * What Salesforce answered to a request it accepted.
 *
 * @param json the answer; missing when it was empty, as for an update
 */
record SalesforceAnswer(JsonNode json) {

    private static final int NO_CONTENT = 204;

    /** Reads it; an answer that is no JSON came from something in front of Salesforce. */
    static SalesforceAnswer of(Exchange exchange) {
        Message message = exchange.getMessage();
        if (HttpFaults.status(message) == NO_CONTENT) {
            return new SalesforceAnswer(MissingNode.getInstance());
        }
        JsonNode json = JsonAnswers.read(message);
        if (json == null) {
            throw new RetryableException(
                    "Salesforce answered HTTP " + HttpFaults.status(message) + " with something other than JSON", null);
        }
        return new SalesforceAnswer(json);
    }

    /** The id of the record that was created or updated. */
    String id() {
        String id = JsonAnswers.text(json, "id");
        if (id == null) {
            throw new RetryableException("Salesforce answered without the id of the record it wrote", null);
        }
        return id;
    }
}
