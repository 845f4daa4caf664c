package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.ledger.camel.RunTargets;
import dev.aftertalk.text.MailAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * The step of {@code salesforce-lead-sink.kamelet.yaml}: works out the mapped fields, has {@link LeadUpsert} write them and puts whom
 * Salesforce knows the visitor as into the variable {@code lead}, or why nothing was done into {@code salesforceSkip}.
 */
@Component("salesforceLead")
public class SalesforceLead {

    private static final Set<String> TELLING = Set.of("Email", "FirstName", "LastName", "Phone", "MobilePhone");

    private static final String AT_CREATION =
            """
            LastName: Unknown
            Company: ${variable.emailDomain}
            Company: Unknown
            """;

    private final SalesforceSettings settings;
    private final Function<Exchange, LeadUpsert.Claim> claims;
    private final SalesforceRecords.Opened records;
    private final OrgField externalId;

    @Autowired
    SalesforceLead(SalesforceSettings settings, LeadClaims claims) {
        this(settings, exchange -> claim(claims, exchange), SalesforceRecords.Opened.IN_THE_ORG);
    }

    /**
     * @param claims the right to make a lead with an address
     * @param records where leads are
     */
    SalesforceLead(
            SalesforceSettings settings,
            Function<Exchange, LeadUpsert.Claim> claims,
            SalesforceRecords.Opened records) {
        this.settings = settings;
        this.claims = claims;
        this.records = records;
        this.externalId = new OrgField(settings.leadExternalId());
    }

    /** Creates the visitor's lead, or adds to it what is known. */
    public void upsert(Exchange exchange) {
        settings.check();
        SalesforceConnector salesforce = SalesforceConnector.of(exchange.getContext());
        Map<String, Object> known =
                salesforce.fields("Lead", "leadFields", exchange.getVariable("leadFields", String.class), exchange);
        if (settings.anonymous() == SalesforceSettings.Anonymous.SKIP
                && known.keySet().stream().noneMatch(TELLING::contains)) {
            skip(exchange, "no lead: the visitor has given no name, e-mail address or phone number");
            return;
        }
        Object visitor = exchange.getVariable("visitor");
        List<String> ids = ids(visitor);
        if (known.get("Email") instanceof String email) {
            exchange.setVariable("emailDomain", email.substring(email.lastIndexOf('@') + 1));
        }
        Map<String, Object> atCreation = salesforce.fields(
                "Lead",
                "leadFieldsAtCreation",
                exchange.getVariable("leadFieldsAtCreation", AT_CREATION, String.class),
                exchange);
        exchange.removeVariable("emailDomain");

        RefusedFields refused = new RefusedFields("Lead", note -> RunTargets.note(exchange, note));
        SalesforceRecords leads = records.of(exchange, "Lead", refused);
        LeadData lead = new LeadData(ids, known, atCreation, isOf(visitor, known.get("Email")));
        try {
            SalesforcePerson person =
                    new LeadUpsert(leads, externalId, settings.onDuplicate(), lead, claims.apply(exchange)).run();
            if (person == null) {
                skip(
                        exchange,
                        "no lead: Salesforce has no field " + settings.leadExternalId()
                                + " on Lead to know the visitor by, and there is no e-mail address either");
            } else {
                exchange.setVariable("lead", person.asMap());
                RunTargets.add(exchange, person.object() + " " + person.id());
            }
        } catch (SalesforceRefusal refusal) {
            throw SalesforceFaults.of(refusal);
        }
    }

    private static void skip(Exchange exchange, String reason) {
        exchange.setVariable("salesforceSkip", reason);
    }

    /**
     * The ids a visitor may be known by; the first is what a new lead gets. Not each event and not each API names all of them: the number is
     * in the events of conversations, in GraphQL's answers and in those of REST, which a visitor.updated leads to.
     */
    private static List<String> ids(Object visitor) {
        if (!(visitor instanceof Map<?, ?> known)) {
            throw new PermanentException(
                    "There is no visitor to make a lead of: look it up first (kamelet:iadvize-visitor-action)");
        }
        return Stream.of("legacyVisitorId", "visitorId", "uniqueId")
                .map(known::get)
                .filter(id -> id instanceof String text && !text.isBlank())
                .map(Object::toString)
                .toList();
    }

    /** Whether an address is the one of iAdvize's visitor profile. */
    private static boolean isOf(Object visitor, Object email) {
        return email instanceof String address
                && visitor instanceof Map<?, ?> known
                && known.get("email") instanceof String its
                && address.equalsIgnoreCase(MailAddress.ascii(its));
    }

    private static LeadUpsert.Claim claim(LeadClaims claims, Exchange exchange) {
        String workflow = exchange.getProperty(LedgerConstants.WORKFLOW, exchange.getFromRouteId(), String.class);
        String event = exchange.getProperty(LedgerConstants.EVENT_ID, exchange.getExchangeId(), String.class);
        return new LeadUpsert.Claim() {
            @Override
            public void take(String address) {
                claims.claim(address, String.valueOf(workflow), event);
            }

            @Override
            public void made(String address) {
                claims.made(address);
            }

            @Override
            public void release(String address) {
                claims.release(address);
            }
        };
    }
}
