package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.camel.LedgerConstants;
import dev.aftertalk.ledger.camel.RunTargets;
import dev.aftertalk.text.PlainText;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The steps of {@code jira-ticket-sink.kamelet.yaml} around its calls to Jira: each either words the next request or reads its answer.
 * The draft in the variable {@code jiraDraft} says how far it got.
 */
@Component("jiraTicket")
@DependsOnDatabaseInitialization
public class JiraTicket {

    private static final Logger LOG = LoggerFactory.getLogger(JiraTicket.class);
    private static final String DRAFT = "jiraDraft";
    private static final int LONGEST_KEY = 300;
    private static final String URL = "jira.url";
    private static final String ISSUE = "rest/api/3/issue";
    private static final String DESK = "rest/servicedeskapi/request";

    private final JiraSettings settings;
    private final TicketDrafts drafts;
    private final JiraIssues issues;

    JiraTicket(JiraSettings settings, JdbcClient database, ObjectProvider<Clock> clocks) {
        this.settings = settings;
        this.drafts = new TicketDrafts(settings);
        this.issues = new JiraIssues(database, settings.indexLag(), clocks.getIfAvailable(Clock::systemUTC));
    }

    /** Drafts the issue, and looks up the one that the conversation already has. */
    public void prepare(Exchange exchange) {
        settings.requireConnection();
        TicketDraft draft = drafts.of(exchange);
        draft.key = issues.key(draft.conversationId).orElse(null);
        if (draft.key == null) {
            intents(exchange).made(draft.getIntent()).ifPresent(key -> know(exchange, draft, key));
        }
        exchange.setVariable(DRAFT, draft);
        exchange.setVariable(JiraRequest.SITE, settings.url());
    }

    public boolean unknown(Exchange exchange) {
        return of(exchange).key == null;
    }

    /** Words the search for an issue that bears the conversation's label. */
    public void search(Exchange exchange) {
        TicketDraft draft = of(exchange);
        JiraRequest.json(exchange, "POST", "rest/api/3/search/jql", JiraSearch.request(draft.label, draft.serviceDesk));
    }

    /** Reads the search's answer. */
    public void found(Exchange exchange) {
        TicketDraft draft = of(exchange);
        JsonNode answer = JiraAnswer.read(exchange.getMessage(), URL);
        JiraSearch.Hit hit = JiraSearch.oldest(answer, draft.label);
        if (hit != null) {
            know(exchange, draft, hit.key());
            draft.labelled = hit.labelled();
        }
    }

    /** Takes the right to open the conversation's issue; fails while one may exist that the search does not show yet. */
    public void claim(Exchange exchange) {
        TicketDraft draft = of(exchange);
        // Also when Jira is known to have opened one: what isn't known is its key. Once this attempt got to ask, all of
        // that is settled.
        boolean inDoubt = draft.refusals == 0 && intents(exchange).mayBeDone(draft.getIntent());
        issues.claim(draft.conversationId, run(exchange), inDoubt);
    }

    /** Words the request that opens the issue. */
    public void create(Exchange exchange) {
        TicketDraft draft = of(exchange);
        JiraRequest.json(exchange, "POST", draft.serviceDesk ? DESK : ISSUE, draft.request);
    }

    /** Reads the key of the issue that was opened. There is none yet when it is to be asked for without fields that Jira refused. */
    public void created(Exchange exchange) {
        TicketDraft draft = of(exchange);
        Message answer = exchange.getMessage();
        JsonNode json = JsonAnswers.read(answer);
        if (refused(exchange, draft).leaveOut(HttpFaults.status(answer), json)) {
            return;
        }
        String notFound = draft.serviceDesk
                ? "jira.url, and serviceDeskId and requestTypeId in the workflow"
                : "jira.url and jira.project";
        know(exchange, draft, JiraAnswer.createdKey(answer, json, notFound));
        draft.labelled = !draft.serviceDesk;
        LOG.info("Jira issue {} opened for conversation {}", draft.key, draft.label.substring("iadvize-".length()));
    }

    /** A service desk's request gets its labels once it is there: its form knows none. */
    public boolean withoutLabel(Exchange exchange) {
        TicketDraft draft = of(exchange);
        return draft.serviceDesk && !draft.labelled;
    }

    /** Words the request that adds the labels, which changes nothing when they are there. */
    public void label(Exchange exchange) {
        TicketDraft draft = of(exchange);
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        ArrayNode operations = change.putObject("update").putArray("labels");
        draft.labels.forEach(label -> operations.addObject().put("add", label));
        JiraRequest.json(exchange, "PUT", ISSUE + "/" + JiraRequest.segment(draft.key), change);
    }

    public void labelled(Exchange exchange) {
        TicketDraft draft = of(exchange);
        Message answer = exchange.getMessage();
        JsonNode json = JsonAnswers.read(answer);
        JsonNode refusal = RefusedFields.errors(HttpFaults.status(answer), json).path(RefusedFields.LABELS);
        if (refusal.isMissingNode()) {
            JiraAnswer.accept(answer, json, gone(draft));
        } else {
            refused(exchange, draft).leftOut(RefusedFields.LABELS, refusal.asText()); // its description finds it
        }
        draft.labelled = true;
    }

    public boolean withoutTranscript(Exchange exchange) {
        TicketDraft draft = of(exchange);
        return draft.transcript != null && !draft.attached;
    }

    /** Words the question which files the issue has. */
    public void attachments(Exchange exchange) {
        JiraRequest.get(exchange, ISSUE + "/" + JiraRequest.segment(of(exchange).key), "fields=attachment");
    }

    public void attachmentsRead(Exchange exchange) {
        TicketDraft draft = of(exchange);
        JsonNode answer = JiraAnswer.read(exchange.getMessage(), gone(draft));
        for (JsonNode file : answer.path("fields").path("attachment")) {
            draft.attached |= draft.fileName().equals(file.path("filename").asText());
        }
    }

    /** Words the request that attaches the transcript. */
    public void attach(Exchange exchange) {
        TicketDraft draft = of(exchange);
        String path = ISSUE + "/" + JiraRequest.segment(draft.key) + "/attachments";
        JiraRequest.file(exchange, path, draft.fileName(), draft.transcript);
    }

    public void attached(Exchange exchange) {
        TicketDraft draft = of(exchange);
        JiraAnswer.accept(exchange.getMessage(), gone(draft));
        draft.attached = true;
    }

    /** Leaves the message as it came, and the issue's key in the variable {@code jiraIssue}. */
    public void finish(Exchange exchange) {
        TicketDraft draft = of(exchange);
        Message message = exchange.getMessage();
        message.setHeaders(draft.headers);
        message.setBody(draft.body);
        exchange.setVariable("jiraIssue", draft.key);
        RunTargets.add(exchange, draft.key);
        exchange.removeVariable(DRAFT);
        exchange.removeVariable(JiraRequest.SITE);
    }

    private void know(Exchange exchange, TicketDraft draft, String key) {
        draft.key = key;
        RunTargets.add(exchange, key);
        try {
            issues.save(draft.conversationId, key, run(exchange));
        } catch (OutcomeUnknownException e) {
            intents(exchange).made(draft.getIntent(), PlainText.line(key, LONGEST_KEY));
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

    private static String gone(TicketDraft draft) {
        return "whether " + draft.key + ", the conversation's issue, was deleted or hidden from jira.email";
    }

    private static TicketDraft of(Exchange exchange) {
        return exchange.getVariable(DRAFT, TicketDraft.class);
    }
}
