package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.connectors.calls.RecordedCalls;
import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.ledger.camel.RunTargets;
import dev.aftertalk.text.PlainText;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;

/** Opens a conversation's issue in Jira: one call after the other, as far as the draft says that they are needed. */
final class JiraTicket {

    private static final int LONGEST_KEY = 300;
    private static final String URL = "jira.url";
    private static final String ISSUE = "rest/api/3/issue";
    private static final String DESK = "rest/servicedeskapi/request";

    private final JiraSettings settings;
    private final TicketDrafts drafts;
    private final JiraIssues issues;
    private final RecordedCalls jira;

    JiraTicket(JiraSettings settings, JiraIssues issues, RecordedCalls jira) {
        this.settings = settings;
        this.drafts = new TicketDrafts(settings);
        this.issues = issues;
        this.jira = jira;
    }

    /** Records what is about to be done; returns once that is committed. */
    interface Intent {
        void record(String act) throws Exception;
    }

    /** Leaves the issue's key in the variable {@code jiraIssue}. */
    void open(Exchange exchange, JiraIssueOptions options, Intent intent) throws Exception {
        settings.requireConnection();
        TicketDraft draft = drafts.of(exchange, options);
        remember(exchange, draft);
        if (draft.key == null) {
            search(exchange, draft);
        }
        // What is lost between Jira and here is looked for before it is asked for again. What Jira refuses because of
        // a field that an issue can do without is asked for again at once, without that field.
        while (draft.key == null) {
            claim(exchange, draft);
            intent.record(draft.intent());
            create(exchange, draft);
        }
        if (draft.serviceDesk && !draft.labelled) {
            label(exchange, draft);
        }
        if (draft.transcript != null && !isAttached(exchange, draft)) {
            attach(exchange, draft);
        }
        exchange.setVariable("jiraIssue", draft.key);
        RunTargets.add(exchange, draft.key);
    }

    /** Finds the issue that Aftertalk opened before: Jira's search shows a new one only after a while. */
    private void remember(Exchange exchange, TicketDraft draft) {
        draft.key = issues.key(draft.conversationId).orElse(null);
        if (draft.key == null) {
            intents(exchange).made(draft.intent()).ifPresent(key -> know(exchange, draft, key));
        }
    }

    /** Finds an issue that bears the conversation's label, whoever opened it. */
    private void search(Exchange exchange, TicketDraft draft) throws Exception {
        Message answer = jira.call(
                exchange,
                "jira-ticket-search",
                JiraRequest.json(
                        HttpMethods.POST, "rest/api/3/search/jql", JiraSearch.request(draft.label, draft.serviceDesk)));
        JiraSearch.Hit hit = JiraSearch.oldest(JiraAnswer.read(answer, URL), draft.label);
        if (hit != null) {
            know(exchange, draft, hit.key());
            draft.labelled = hit.labelled();
        }
    }

    /** Takes the right to open the conversation's issue; fails while one may exist that the search does not show yet. */
    private void claim(Exchange exchange, TicketDraft draft) {
        // Also when Jira is known to have opened one: what isn't known is its key. Once this attempt got to ask, all of
        // that is settled.
        boolean inDoubt = draft.refusals == 0 && intents(exchange).mayBeDone(draft.intent());
        issues.claim(draft.conversationId, run(exchange), inDoubt);
    }

    /** Asks for the issue. There is none yet when it is to be asked for without fields that Jira refused. */
    private void create(Exchange exchange, TicketDraft draft) throws Exception {
        Message answer = jira.call(
                exchange,
                "jira-ticket-create",
                JiraRequest.json(HttpMethods.POST, draft.serviceDesk ? DESK : ISSUE, draft.request));
        JsonNode json = JsonAnswers.read(answer);
        if (refused(exchange, draft).leaveOut(HttpFaults.status(answer), json)) {
            return;
        }
        String notFound = draft.serviceDesk
                ? "jira.url, and serviceDeskId and requestTypeId in the workflow"
                : "jira.url and jira.project";
        know(exchange, draft, JiraAnswer.createdKey(answer, json, notFound));
        draft.labelled = !draft.serviceDesk;
        issues.opened(draft.key, draft.label.substring("iadvize-".length()));
    }

    /** A service desk's request gets its labels once it is there: its form knows none. This changes nothing when they are there. */
    private void label(Exchange exchange, TicketDraft draft) throws Exception {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        ArrayNode operations = change.putObject("update").putArray("labels");
        draft.labels.forEach(label -> operations.addObject().put("add", label));
        Message answer =
                jira.call(exchange, "jira-ticket-label", JiraRequest.json(HttpMethods.PUT, path(draft), change));
        JsonNode json = JsonAnswers.read(answer);
        JsonNode refusal = RefusedFields.errors(HttpFaults.status(answer), json).path(RefusedFields.LABELS);
        if (refusal.isMissingNode()) {
            JiraAnswer.accept(answer, json, gone(draft));
        } else {
            refused(exchange, draft).leftOut(RefusedFields.LABELS, refusal.asText()); // its description finds it
        }
    }

    /** Whether the issue has the transcript as a file, which it gets when that is longer than a description may be. */
    private boolean isAttached(Exchange exchange, TicketDraft draft) throws Exception {
        Message answer =
                jira.call(exchange, "jira-ticket-list-attachments", JiraRequest.get(path(draft), "fields=attachment"));
        for (JsonNode file : JiraAnswer.read(answer, gone(draft)).path("fields").path("attachment")) {
            if (draft.fileName().equals(file.path("filename").asText())) {
                return true;
            }
        }
        return false;
    }

    private void attach(Exchange exchange, TicketDraft draft) throws Exception {
        Message answer = jira.call(
                exchange,
                "jira-ticket-attach",
                JiraRequest.file(path(draft) + "/attachments", draft.fileName(), draft.transcript));
        JiraAnswer.accept(answer, gone(draft));
    }

    private void know(Exchange exchange, TicketDraft draft, String key) {
        draft.key = key;
        RunTargets.add(exchange, key);
        try {
            issues.save(draft.conversationId, key, run(exchange));
        } catch (OutcomeUnknownException e) {
            intents(exchange).made(draft.intent(), PlainText.line(key, LONGEST_KEY));
            throw e;
        }
    }

    private static RefusedFields refused(Exchange exchange, TicketDraft draft) {
        return new RefusedFields(draft, note -> RunTargets.note(exchange, note));
    }

    private static Intents intents(Exchange exchange) {
        Intents intents = exchange.getProperty(LedgerConstants.INTENTS, Intents.class);
        return intents == null ? Intents.of(null) : intents;
    }

    private static String run(Exchange exchange) {
        return exchange.getProperty(LedgerConstants.WORKFLOW, String.class) + " "
                + exchange.getProperty(LedgerConstants.EVENT_ID, String.class);
    }

    private static String path(TicketDraft draft) {
        return ISSUE + "/" + JiraRequest.segment(draft.key);
    }

    private static String gone(TicketDraft draft) {
        return "whether " + draft.key + ", the conversation's issue, was deleted or hidden from jira.email";
    }
}
