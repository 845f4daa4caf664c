package dev.aftertalk.connectors.salesforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.connectors.salesforce.RefusedFields.Instead;
import dev.aftertalk.ledger.NotCalledException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.WaitingException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes one visitor's lead: finds it by the visitor's ids or by the e-mail address, adds what is known, or creates it.
 *
 * <p>It looks before it writes because an upsert alone can't tell creating from enriching: what a new lead must have, such as a last name
 * nobody knows, must never overwrite one that somebody has filled in. A new lead is upserted all the same, so that two runs at once, or one
 * that goes again after a crash, make one lead.
 *
 * <p>Who is found by an id is this visitor. Who is found by an address alone, or by the org's duplicate rules, is taken for them, but anybody
 * may type anybody's address: such a lead is only added to where it is empty.
 */
final class LeadUpsert {

    private static final String FOUND = "Id, IsConverted, ConvertedContactId";
    private static final Map<String, Object> AT_LEAST = Map.of("LastName", "Unknown", "Company", "Unknown");

    private final SalesforceRecords leads;
    private final OrgField externalId;
    private final SalesforceSettings.OnDuplicate onDuplicate;
    private final LeadData lead;
    private final Claim claim;

    /** What takes, and gives back, the right to make a lead with an address. */
    interface Claim {
        void take(String address);

        void made(String address);

        void release(String address);
    }

    LeadUpsert(
            SalesforceRecords leads,
            OrgField externalId,
            SalesforceSettings.OnDuplicate onDuplicate,
            LeadData lead,
            Claim claim) {
        this.leads = leads;
        this.externalId = externalId;
        this.onDuplicate = onDuplicate;
        this.lead = lead;
        this.claim = claim;
    }

    /** The lead, or the contact it has become; null when there is nothing to know the visitor by. */
    SalesforcePerson run() throws SalesforceRefusal {
        if (knownByIds()) {
            try {
                SalesforcePerson found = byExternalId();
                if (found != null) {
                    return found;
                }
            } catch (SalesforceRefusal refusal) {
                if (!externalId.isAbsentBy(refusal)) {
                    throw refusal;
                }
            }
        }
        if (lead.email() == null) {
            return knownByIds() ? create() : null;
        }
        long looked = System.nanoTime();
        SalesforcePerson found = byEmail();
        return found == null ? createOnce(looked) : found;
    }

    private boolean knownByIds() {
        return externalId.usable() && !lead.ids().isEmpty();
    }

    private SalesforcePerson byExternalId() throws SalesforceRefusal {
        List<JsonNode> found = find(FOUND, externalId.name() + " IN " + Soql.anyOf(lead.ids()));
        JsonNode open = open(found);
        if (open == null) {
            return found.isEmpty() ? null : SalesforcePerson.converted(found.get(0));
        }
        return overwritten(JsonAnswers.text(open, "Id"));
    }

    private SalesforcePerson byEmail() throws SalesforceRefusal {
        List<JsonNode> found = find(FOUND + fieldsToFill(), "Email = " + Soql.text(lead.email()));
        if (found.isEmpty()) {
            return null;
        }
        if (knownByIds() && !lead.vouched()) {
            parkIfAsked("known by an e-mail address that iAdvize does not vouch for (" + ids(found) + ")");
            return null; // a new lead: anybody may have typed it
        }
        JsonNode open = open(found);
        return open == null ? SalesforcePerson.converted(found.get(0)) : filled(open);
    }

    private List<JsonNode> find(String fields, String condition) throws SalesforceRefusal {
        try {
            return leads.find(fields, condition + " ORDER BY LastModifiedDate DESC LIMIT 10");
        } catch (SalesforceRefusal refusal) {
            Set<String> wanted = lead.known().keySet();
            if (RefusedFields.named(refusal, wanted).isEmpty()) {
                throw refusal;
            }
            // What of them the org doesn't have is found out, and said, when the lead is written.
            return leads.find(FOUND, condition + " ORDER BY LastModifiedDate DESC LIMIT 10");
        }
    }

    /** The one changed last of those that are leads still; null when there is none. */
    private JsonNode open(List<JsonNode> found) {
        List<JsonNode> open = found.stream()
                .filter(each -> !each.path("IsConverted").asBoolean())
                .toList();
        if (open.size() > 1) {
            parkIfAsked("several leads (" + ids(open) + ")");
        }
        return open.isEmpty() ? null : open.get(0);
    }

    private SalesforcePerson overwritten(String id) throws SalesforceRefusal {
        leads.update(id, lead.known(), Instead.NOTHING);
        return SalesforcePerson.lead(id, "enriched");
    }

    /** Adds to a lead what it lacks. */
    private SalesforcePerson filled(JsonNode found) throws SalesforceRefusal {
        Map<String, Object> lacking = new LinkedHashMap<>(lead.known());
        lacking.keySet().removeIf(field -> field.indexOf('.') >= 0 || JsonAnswers.text(found, field) != null);
        if (knownByIds() && lead.vouched() && JsonAnswers.text(found, externalId.name()) == null) {
            lacking.put(externalId.name(), lead.ids().get(0)); // the next look-up finds it by that
        }
        String id = JsonAnswers.text(found, "Id");
        leads.update(id, lacking, Instead.NOTHING);
        return SalesforcePerson.lead(id, "enriched");
    }

    private String fieldsToFill() {
        StringBuilder fields = new StringBuilder();
        lead.known().keySet().stream()
                .filter(field -> field.indexOf('.') < 0 && !field.equals("Id"))
                .forEach(field -> fields.append(", ").append(field));
        if (knownByIds() && !lead.known().containsKey(externalId.name())) {
            fields.append(", ").append(externalId.name());
        }
        return fields.toString();
    }

    /** Creates the lead unless another run does just now. */
    private SalesforcePerson createOnce(long looked) throws SalesforceRefusal {
        claim.take(lead.email());
        if (System.nanoTime() - looked > LeadClaims.AFTERWARDS.toNanos() / 2) {
            claim.release(lead.email());
            throw new RetryableException("Another run may have made the lead meanwhile: looking for it again", null);
        }
        try {
            SalesforcePerson person = create();
            claim.made(lead.email());
            return person;
        } catch (SalesforceRefusal | RuntimeException e) {
            if (madeNothing(e)) {
                claim.release(lead.email());
            }
            throw e;
        }
    }

    /** Not where the answer was lost, or a gateway may have given up on a Salesforce that was at work. */
    private static boolean madeNothing(Exception e) {
        Throwable refusal = e instanceof RetryableException ? e.getCause() : e;
        return e instanceof PermanentException
                || e instanceof NotCalledException
                || e instanceof WaitingException
                || refusal instanceof SalesforceRefusal said && said.status() < 500 && said.status() != 408;
    }

    private SalesforcePerson create() throws SalesforceRefusal {
        Map<String, Object> all = new LinkedHashMap<>(lead.atCreation());
        all.putAll(lead.known());
        Instead instead = new Instead(List.of(lead.atCreation(), AT_LEAST), AT_LEAST.keySet());
        try {
            String id = knownByIds()
                    ? leads.upsert(externalId.name(), lead.ids().get(0), all, instead)
                    : leads.create(all, instead);
            return SalesforcePerson.lead(id, "created");
        } catch (SalesforceRefusal refusal) {
            return duplicate(refusal);
        }
    }

    /** Salesforce would not create the lead because it has it, or one like it. */
    private SalesforcePerson duplicate(SalesforceRefusal refusal) throws SalesforceRefusal {
        if (refusal.status() == 300 && !refusal.choices().isEmpty()) {
            List<String> choices = Duplicates.choices(refusal);
            parkIfAsked("several leads (" + String.join(", ", choices) + ")");
            return overwritten(choices.get(0));
        }
        if (!refusal.has("DUPLICATES_DETECTED")) {
            throw refusal;
        }
        List<String> matches = Duplicates.of(refusal, "Lead");
        List<String> contacts = Duplicates.of(refusal, "Contact");
        parkIfAsked("a duplicate of " + (matches.isEmpty() ? contacts : matches));
        if (!matches.isEmpty()) {
            List<JsonNode> found = find(FOUND + fieldsToFill(), "Id = " + Soql.text(matches.get(0)));
            return found.isEmpty() ? SalesforcePerson.lead(matches.get(0), "known") : filled(found.get(0));
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
                    + " in Salesforce: merge them and replay the run, or set salesforce.on-duplicate=update");
        }
    }

    private static String ids(List<JsonNode> records) {
        return String.join(
                ", ", records.stream().map(each -> JsonAnswers.text(each, "Id")).toList());
    }
}
