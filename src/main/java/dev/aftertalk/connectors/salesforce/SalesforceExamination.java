package dev.aftertalk.connectors.salesforce;

import static org.apache.camel.component.salesforce.SalesforceEndpointConfig.SOBJECT_NAME;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.FieldMapping;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.diagnosis.Use;
import dev.aftertalk.diagnosis.UsedStep;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** Logs in to Salesforce and asks it to describe what routes write, for this user. Writes nothing. */
public class SalesforceExamination implements Examination {

    private static final String SALESFORCE = "Salesforce";

    /** What it tells of besides, each where a workflow writes it. */
    public static final List<String> FURTHER = List.of("Salesforce Lead", "Salesforce Task");

    private static final int FEW_PERCENT = 10;

    /** What it takes. Not found by a component scan. */
    @EnableConfigurationProperties(SalesforceSettings.class)
    @Import({SalesforceConfiguration.class, SalesforceExamination.class})
    public static class Alone {}

    private final SalesforceSettings settings;
    private final CamelContext camel;

    SalesforceExamination(SalesforceSettings settings, CamelContext camel) {
        this.settings = settings;
        this.camel = camel;
    }

    @Override
    public String name() {
        return SALESFORCE;
    }

    @Override
    public List<String> further(Usage usage) {
        Use use = use(usage);
        return Stream.of(lead(use.running()), task(use.running()))
                .filter(object -> !object.workflows().isEmpty())
                .map(SalesforceObject::title)
                .toList();
    }

    @Override
    public void examine(Usage usage, Report report) {
        Use use = use(usage);
        if (use.running().isEmpty()) {
            report.tell(
                    use.nothing(SALESFORCE, "salesforce.", !settings.loginUrl().isEmpty()));
            return;
        }
        try {
            settings.check();
            SalesforceConnector salesforce = SalesforceConnector.of(camel);
            limits(salesforce, report);
            describe(salesforce, lead(use.running()), report);
            describe(salesforce, task(use.running()), report);
        } catch (PermanentException | RetryableException e) {
            report.tell(Diagnosis.problem(SALESFORCE, e.getMessage(), todo(e)));
        }
    }

    private static Use use(Usage usage) {
        return Use.of(usage, step -> step.scheme().equals("salesforce") || isOf(step, "Lead") || isOf(step, "Task"));
    }

    private static boolean isOf(UsedStep step, String object) {
        return step.address().equals("bean:salesforce" + object);
    }

    private String todo(RuntimeException fault) {
        if (!(fault instanceof RefusesUsException)) {
            return "Check salesforce.login-url and that this machine may call it: its firewall, its DNS, a proxy on the way.";
        }
        return switch (settings.flow()) {
            case CLIENT_CREDENTIALS ->
                "Compare salesforce.client-id and salesforce.client-secret with the app's consumer key and secret, and"
                        + " see that its client credentials flow is on and runs as a user with the right API Enabled.";
            case PASSWORD ->
                "Compare salesforce.client-id, .client-secret, .username and .password (with the security token at its"
                        + " end) with Salesforce, and see that the user has the right API Enabled.";
            case JWT ->
                "See that the app has the certificate of salesforce.keystore, and that the user in salesforce.username"
                        + " is allowed to use the app.";
        };
    }

    private static void limits(SalesforceConnector salesforce, Report report) {
        try {
            JsonNode requests = salesforce.call("limits", Map.of(), null).json().path("DailyApiRequests");
            long most = requests.path("Max").asLong();
            long left = requests.path("Remaining").asLong();
            String found =
                    "It takes the credentials; " + left + " of the org's " + most + " API requests of a day are left.";
            report.tell(
                    most > 0 && left * 100 < most * FEW_PERCENT
                            ? Diagnosis.warning(
                                    SALESFORCE,
                                    found,
                                    "Find out which app uses them up (Setup, System Overview), or have Salesforce raise the limit.")
                            : Diagnosis.ok(SALESFORCE, found));
        } catch (SalesforceRefusal refusal) {
            if (refusal.status() != HttpFaults.FORBIDDEN) { // a right of its own, which the sinks can do without
                throw SalesforceFaults.of(refusal);
            }
            report.tell(Diagnosis.ok(
                    SALESFORCE, "It takes the credentials; how many API requests are left this user may not see."));
        }
    }

    private SalesforceObject lead(List<UsedStep> steps) {
        List<UsedStep> its = steps.stream().filter(step -> isOf(step, "Lead")).toList();
        Set<String> later = fields(its, "leadFields");
        Set<String> first = fields(its, "leadFieldsAtCreation");
        first.addAll(Set.of("LastName", "Company"));
        return new SalesforceObject(
                "Lead", "salesforce.lead-external-id", settings.leadExternalId(), first, later, workflows(its));
    }

    private SalesforceObject task(List<UsedStep> steps) {
        List<UsedStep> its = steps.stream().filter(step -> isOf(step, "Task")).toList();
        Set<String> fields = fields(its, "taskFields");
        fields.addAll(Set.of("WhoId", "Subject"));
        return new SalesforceObject(
                "Task", "salesforce.task-external-id", settings.taskExternalId(), Set.of(), fields, workflows(its));
    }

    private static Set<String> fields(List<UsedStep> steps, String variable) {
        return steps.stream()
                .flatMap(step -> FieldMapping.names(step.variables().getOrDefault(variable, "")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String workflows(List<UsedStep> steps) {
        return steps.stream().map(UsedStep::workflow).distinct().collect(Collectors.joining(", "));
    }

    private static void describe(SalesforceConnector salesforce, SalesforceObject object, Report report) {
        if (object.workflows().isEmpty()) {
            return;
        }
        try {
            JsonNode described = salesforce
                    .call("getDescription", Map.of(SOBJECT_NAME, object.name()), null)
                    .json();
            object.compare(described, report);
        } catch (SalesforceRefusal refusal) {
            RuntimeException fault = SalesforceFaults.of(refusal);
            if (fault instanceof RetryableException) {
                throw fault;
            }
            report.tell(Diagnosis.problem(
                    object.title(),
                    "Salesforce does not show the object to this user: " + fault.getMessage(),
                    "Have Salesforce's admin give the user Read, Create and Edit on " + object.name() + "."));
        }
    }
}
