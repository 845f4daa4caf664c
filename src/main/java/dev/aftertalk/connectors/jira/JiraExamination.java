package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.RecordedCalls;
import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Reasons;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.diagnosis.Use;
import dev.aftertalk.diagnosis.UsedStep;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** Asks Jira whether it takes our token, and whether the issues that routes open have what their projects want. Opens none. */
public class JiraExamination implements Examination {

    private static final String JIRA = "Jira";

    /** What it tells of besides, of each project and issue type. */
    public static final List<String> FURTHER = List.of("Jira project", "Jira fields");

    /** What it takes. Not found by a component scan. */
    @EnableConfigurationProperties(JiraSettings.class)
    @Import({JiraConfiguration.class, JiraExamination.class})
    public static class Alone {}

    private final JiraSettings settings;
    private final CamelContext camel;

    JiraExamination(JiraSettings settings, CamelContext camel) {
        this.settings = settings;
        this.camel = camel;
    }

    @Override
    public String name() {
        return JIRA;
    }

    @Override
    public List<String> further(Usage usage) {
        return targets(use(usage).running()).keySet().stream()
                .flatMap(target -> target.names().stream())
                .toList();
    }

    private static Use use(Usage usage) {
        return Use.of(usage, step -> step.address().equals("jira-issue:open"));
    }

    @Override
    public void examine(Usage usage, Report report) {
        Use use = use(usage);
        if (use.running().isEmpty()) {
            report.tell(use.nothing(JIRA, "jira.", !settings.url().isEmpty()));
            return;
        }
        try {
            settings.requireConnection();
            Asking jira = new Asking(report);
            jira.get("rest/api/3/myself", null, "jira.url");
            report.tell(Diagnosis.ok(
                    JIRA, "It answers at " + settings.url() + " and takes jira.email with jira.api-token."));
            targets(use.running()).forEach((target, its) -> examine(target, its, jira, report));
        } catch (PermanentException | RetryableException e) {
            report.tell(Diagnosis.problem(JIRA, e.getMessage(), todo(e)));
        }
    }

    private static void examine(JiraTarget target, List<UsedStep> steps, Asking jira, Report report) {
        try {
            target.examine(steps, jira, report);
        } catch (PermanentException | RetryableException e) {
            report.tell(Diagnosis.problem(target.name(), e.getMessage(), todo(e)));
        }
    }

    /** Where issues are opened, with the steps that open them there. */
    private Map<JiraTarget, List<UsedStep>> targets(List<UsedStep> steps) {
        Map<JiraTarget, List<UsedStep>> targets = new TreeMap<>();
        for (UsedStep step : steps) {
            targets.computeIfAbsent(JiraTarget.of(step, settings), target -> new ArrayList<>())
                    .add(step);
        }
        return targets;
    }

    private static String todo(RuntimeException fault) {
        return fault instanceof RefusesUsException
                ? "Make a new API token for the user in jira.email (id.atlassian.com, Security) and set jira.api-token;"
                        + " Atlassian's tokens expire after a year at the latest."
                : "Check jira.url and that this machine may call it: its firewall, its DNS, a proxy on the way.";
    }

    /** Asks Jira by the client that opens issues. */
    final class Asking {

        private final RecordedCalls jira;
        private final Report report;

        private Asking(Report report) {
            JiraIssueComponent component = camel.getComponent("jira-issue", JiraIssueComponent.class);
            ServiceHelper.startService(component);
            this.jira = component.jira();
            this.report = report;
        }

        /**
         * What Jira answers.
         *
         * @param query ready for the wire, or null
         * @param notFound what to check when Jira doesn't know what was asked for
         * @throws PermanentException when it refuses
         * @throws RetryableException when it can't be asked
         */
        JsonNode get(String path, String query, String notFound) {
            Consumer<Message> request = JiraRequest.get(path, query);
            try {
                Message answer = jira.call(new DefaultExchange(camel), "doctor", request);
                report.heard(JIRA, answer.getHeader("Date", String.class));
                return JiraAnswer.read(answer, notFound);
            } catch (IOException e) {
                throw new RetryableException(
                        "Jira can't be reached at " + settings.url() + ": "
                                + Reasons.unreachable(e).orElse(e.getClass().getSimpleName()),
                        e);
            } catch (PermanentException | RetryableException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
