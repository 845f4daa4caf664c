package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import java.util.Map;

/**
 * Whom Salesforce knows a visitor as: a Lead, or the Contact that it knows already or that a Lead was converted to. The variable
 * {@code lead} holds it as a Map.
 */
record SalesforcePerson(String id, String object, String outcome) {

    static SalesforcePerson lead(String id, String outcome) {
        return new SalesforcePerson(id, "Lead", outcome);
    }

    static SalesforcePerson contact(String id) {
        return new SalesforcePerson(id, "Contact", "known");
    }

    /** The contact that a converted lead became; the lead itself when we may not see that. */
    static SalesforcePerson converted(JsonNode lead) {
        String contact = JsonAnswers.text(lead, "ConvertedContactId");
        return contact == null ? lead(JsonAnswers.text(lead, "Id"), "converted") : contact(contact);
    }

    Map<String, Object> asMap() {
        return Map.of("id", id, "object", object, "outcome", outcome);
    }
}
