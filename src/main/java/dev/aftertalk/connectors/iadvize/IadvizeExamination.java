package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Reasons;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.diagnosis.Use;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/** Asks both of iAdvize's APIs for what costs least, and what the account's schema lacks of what is asked for. */
public class IadvizeExamination implements Examination {

    private static final String REST = "iAdvize REST";
    private static final String GRAPHQL = "iAdvize GraphQL";

    /** What it tells of, each where it is configured. */
    public static final List<String> FURTHER = List.of(REST, GRAPHQL, SchemaFindings.SCHEMA);

    private static final String LOGIN = "iAdvize login";

    /** Nobody's: REST is asked as for a visitor, and has none to tell of. */
    private static final VisitorLookup NOBODY = VisitorLookup.of(Map.of("visitorId", "0".repeat(45)));

    /** What it takes. Not found by a component scan. */
    @EnableConfigurationProperties({IadvizeSettings.class, KeepSettings.class})
    @Import({IadvizeConfiguration.class, KeptAnswers.class, IadvizeExamination.class})
    public static class Alone {}

    private final IadvizeSettings settings;
    private final ConversationSchema schema;
    private final CamelContext camel;
    private final Environment environment;

    IadvizeExamination(
            IadvizeSettings settings, ConversationSchema schema, CamelContext camel, Environment environment) {
        this.settings = settings;
        this.schema = schema;
        this.camel = camel;
        this.environment = environment;
    }

    @Override
    public String name() {
        return "iAdvize";
    }

    @Override
    public List<String> further(Usage usage) {
        boolean isAsked = lists() || !use(usage).running().isEmpty();
        boolean isConfigured =
                settings.rest().configured() || settings.graphql().configured();
        if (settings.graphql().configured() && isAsked) {
            return FURTHER;
        }
        return isConfigured ? List.of(REST, GRAPHQL) : List.of();
    }

    private static Use use(Usage usage) {
        return Use.of(usage, step -> step.scheme().equals("iadvize"));
    }

    private boolean lists() {
        return environment.getProperty("reconcile.enabled", Boolean.class, true);
    }

    @Override
    public void examine(Usage usage, Report report) {
        Use use = use(usage);
        boolean lists = lists();
        boolean looksUp = !use.running().isEmpty();
        if (!settings.rest().configured() && !settings.graphql().configured()) {
            report.tell(looksUp ? unconfigured(use) : use.nothing(name(), "iadvize.", false));
            return;
        }
        if (settings.rest().configured() && looksUp) {
            rest(report);
        } else {
            report.tell(unused(use, REST, settings.rest().configured(), "iadvize.rest.api-key"));
        }
        if (settings.graphql().configured() && (looksUp || lists)) {
            graphql(looksUp, lists, report);
        } else {
            report.tell(unused(
                    use,
                    GRAPHQL,
                    settings.graphql().configured(),
                    "iadvize.graphql.username and iadvize.graphql.password"));
        }
    }

    private static Diagnosis unconfigured(Use use) {
        return Diagnosis.problem(
                "iAdvize",
                "Workflows look things up in iAdvize, which is not configured: " + use.workflows(),
                "Set iadvize.rest.api-key, or iadvize.graphql.username and iadvize.graphql.password.");
    }

    private static Diagnosis unused(Use use, String name, boolean configured, String names) {
        return configured
                ? use.unused(name, "no workflow that runs looks anything up")
                : Diagnosis.notChecked(
                        name,
                        "Not used: it is not configured.",
                        name.equals(GRAPHQL)
                                ? "Set " + names
                                        + " to have transcripts, tags and custom data, and to make up for outages."
                                : "");
    }

    private void rest(Report report) {
        try {
            Message answer =
                    IadvizeApis.of(camel).rest(new DefaultExchange(camel), "doctor", NOBODY.path(), NOBODY.query());
            report.heard(REST, answer.getHeader("Date", String.class));
            RestAnswer.data(answer);
            report.tell(
                    Diagnosis.ok(REST, "It answers at " + settings.rest().url() + " and takes iadvize.rest.api-key."));
        } catch (Exception e) {
            Throwable fault = fault(e);
            report.tell(Diagnosis.problem(
                    REST,
                    said(REST, settings.rest().url(), fault),
                    fault instanceof RefusesUsException
                            ? "Set iadvize.rest.api-key to the key that iAdvize handed out for this account, and"
                                    + " iadvize.rest.url to its platform (ha or sd)."
                            : reach("iadvize.rest.url")));
        }
    }

    private void graphql(boolean looksUp, boolean lists, Report report) {
        SchemaFields fields;
        try {
            DirectCall call = new DirectCall(() -> IadvizeApis.of(camel).graphql(), GRAPHQL, "application/json");
            Message answer = call.post(new ObjectMapper().writeValueAsBytes(Map.of("query", "{ __typename }")));
            report.heard(GRAPHQL, answer.getHeader("Date", String.class));
            GraphqlFaults.HTTP.check(answer, null);
            report.tell(Diagnosis.ok(
                    GRAPHQL,
                    "It answers at " + settings.graphql().url() + " and takes the user in iadvize.graphql.username."));
            fields = schema.current().fields();
        } catch (RuntimeException | JsonProcessingException e) {
            Throwable fault = fault(e);
            boolean atLogin = String.valueOf(fault.getMessage()).startsWith(LOGIN);
            report.tell(Diagnosis.problem(
                    GRAPHQL,
                    said(
                            atLogin ? LOGIN : GRAPHQL,
                            atLogin
                                    ? settings.graphql().tokenUrl()
                                    : settings.graphql().url(),
                            fault),
                    fault instanceof RefusesUsException
                            ? "Set iadvize.graphql.username and iadvize.graphql.password to those of the iAdvize user made"
                                    + " for Aftertalk, and see that the user is active."
                            : reach("iadvize.graphql.url and iadvize.graphql.token-url")));
            return;
        }
        SchemaFindings.tell(fields, looksUp, lists, report);
    }

    /** What was meant for the ledger, without what Camel put around it. */
    private static Throwable fault(Exception failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof PermanentException || each instanceof RetryableException) {
                return each;
            }
        }
        return failure;
    }

    private static String said(String system, String url, Throwable fault) {
        return Reasons.unreachable(fault)
                .map(reason -> system + " can't be reached at " + url + ": " + reason + ".")
                .orElseGet(() -> fault instanceof PermanentException || fault instanceof RetryableException
                        ? fault.getMessage()
                        : "It could not be asked (" + fault.getClass().getSimpleName() + ").");
    }

    private static String reach(String setting) {
        return "Check " + setting
                + " and that this machine may call it: its firewall, its DNS, a proxy on the way; and iAdvize's"
                + " own status.";
    }
}
