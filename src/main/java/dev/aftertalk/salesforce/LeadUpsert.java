package dev.aftertalk.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.http.JsonAnswers;
import dev.aftertalk.ledger.PermanentException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one visitor's lead: finds it by external id (by e-mail where the org has no such field), adds what is known, or creates it.
 *
 * <p>It looks before it writes because an upsert alone can't tell creating from enriching: what a new lead must have, such as a last name
 * nobody knows, must never overwrite one that somebody has filled in. A new lead is upserted all the same, so that two runs at once, or one
 * that goes again after a crash, make one lead.
 */
final class LeadUpsert {

    private final SalesforceRecords leads;
    private final OrgField externalId;
    private final SalesforceSettings.OnDuplicate onDuplicate;
    private final List<String> ids;
    private final Map<String, Object> known;
    private final Map<String, Object> atCreation;

    /**
     * @param ids what the visitor may be known by, the first is what a new lead gets
     * @param known the fields to write in any case
     * @param atCreation the fields that only a new lead gets, and only where nothing is known
     */
    LeadUpsert(
            SalesforceRecords leads,
            OrgField externalId,
            SalesforceSettings.OnDuplicate onDuplicate,
            List<String> ids,
            Map<String, Object> known,
            Map<String, Object> atCreation) {
        this.leads = leads;
        this.externalId = externalId;
        this.onDuplicate = onDuplicate;
        this.ids = ids;
        this.known = known;
        this.atCreation = atCreation;
    }

    /** The lead, or the contact it has become; null when there is nothing to know the visitor by. */
    SalesforcePerson run() throws SalesforceRefusal {
        if (externalId.usable() && !ids.isEmpty()) {
            try {
                return byExternalId();
            } catch (SalesforceRefusal refusal) {
                if (!externalId.isAbsentBy(refusal)) {
                    throw refusal;
                }
            }
        }
        return known.get("Email") instanceof String email ? byEmail(email) : null;
    }

    private SalesforcePerson byExternalId() throws SalesforceRefusal {
        SalesforcePerson found = enrich(externalId.name() + " IN " + Soql.anyOf(ids));
        if (found != null) {
            return found;
        }
        try {
            return SalesforcePerson.lead(leads.upsert(externalId.name(), ids.get(0), all()), "created");
        } catch (SalesforceRefusal refusal) {
            return duplicate(refusal);
        }
    }

    private SalesforcePerson byEmail(String email) throws SalesforceRefusal {
        SalesforcePerson found = enrich("Email = " + Soql.text(email));
        if (found != null) {
            return found;
        }
        try {
            return SalesforcePerson.lead(leads.create(all()), "created");
        } catch (SalesforceRefusal refusal) {
            return duplicate(refusal);
        }
    }

    /** Adds what is known to the lead a query finds; null when it finds none. */
    private SalesforcePerson enrich(String condition) throws SalesforceRefusal {
        List<JsonNode> found = leads.find(
                "Id, IsConverted, ConvertedContactId", condition + " ORDER BY LastModifiedDate DESC LIMIT 10");
        List<JsonNode> open = found.stream()
                .filter(lead -> !lead.path("IsConverted").asBoolean())
                .toList();
        if (open.isEmpty()) {
            return found.isEmpty() ? null : SalesforcePerson.converted(found.get(0));
        }
        if (open.size() > 1) {
            parkIfAsked("several leads (" + String.join(", ", idsOf(open)) + ")");
        }
        return enrichLead(JsonAnswers.text(open.get(0), "Id"), known);
    }

    private SalesforcePerson enrichLead(String id, Map<String, Object> fields) throws SalesforceRefusal {
        leads.update(id, fields);
        return SalesforcePerson.lead(id, "enriched");
    }

    /** Salesforce would not create the lead because it has it, or one like it. */
    private SalesforcePerson duplicate(SalesforceRefusal refusal) throws SalesforceRefusal {
        if (refusal.status() == 300 && !refusal.choices().isEmpty()) {
            List<String> choices = Duplicates.choices(refusal);
            parkIfAsked("several leads (" + String.join(", ", choices) + ")");
            return enrichLead(choices.get(0), known);
        }
        if (!refusal.has("DUPLICATES_DETECTED")) {
            throw refusal;
        }
        List<String> matches = Duplicates.of(refusal, "Lead");
        List<String> contacts = Duplicates.of(refusal, "Contact");
        parkIfAsked("a duplicate of " + (matches.isEmpty() ? contacts : matches));
        if (!matches.isEmpty()) {
            return enrichLead(matches.get(0), withExternalId());
        }
        if (contacts.isEmpty()) {
            throw new PermanentException(
                    "Salesforce answered DUPLICATES_DETECTED without a record that we may see: give Aftertalk's"
                            + " Salesforce user access to it, or let its profile bypass the duplicate rule",
                    refusal);
        }
        return SalesforcePerson.contact(contacts.get(0));
    }

    private void parkIfAsked(String what) {
        if (onDuplicate == SalesforceSettings.OnDuplicate.PARK) {
            throw new PermanentException("The visitor is " + what
                    + " in Salesforce: merge them and replay the run, or set" + " salesforce.on-duplicate=update");
        }
    }

    private Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>(atCreation);
        all.putAll(known);
        return all;
    }

    /** The next look-up then finds the match by its external id. */
    private Map<String, Object> withExternalId() {
        if (!externalId.usable() || ids.isEmpty()) {
            return known;
        }
        Map<String, Object> fields = new LinkedHashMap<>(known);
        fields.put(externalId.name(), ids.get(0));
        return fields;
    }

    private static List<String> idsOf(List<JsonNode> records) {
        return records.stream().map(each -> JsonAnswers.text(each, "Id")).toList();
    }
}
