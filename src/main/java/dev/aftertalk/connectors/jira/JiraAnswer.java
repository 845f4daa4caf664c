package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import dev.aftertalk.connectors.calls.HttpFaults;
import dev.aftertalk.connectors.calls.JsonAnswers;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.text.RetryAfter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Message;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;

/** Reads what Jira answered and turns a refusal into a fault that says what to do. */
final class JiraAnswer {

    static final String SYSTEM = "Jira";

    private static final HttpFaults FAULTS = new HttpFaults(
            SYSTEM, "jira.email and jira.api-token, and what that user may do in the project", "jira.url");
    /** A site that shows something to everybody answers wrong credentials as it would answer none, and says so here alone. */
    private static final String LOGIN = "X-Seraph-LoginReason";

    private static final Set<String> REFUSED_LOGINS = Set.of("AUTHENTICATED_FAILED", "AUTHENTICATION_DENIED");
    private static final int MOST_FIELDS = 5;
    private static final int LONGEST_NAME = 60;

    private JiraAnswer() {}

    /**
     * The answer to a request that can be repeated without harm.
     *
     * @param notFound what to check when Jira doesn't know what was asked for
     */
    static JsonNode read(Message answer, String notFound) {
        JsonNode json = JsonAnswers.read(answer);
        check(answer, json, notFound);
        if (json == null) {
            throw FAULTS.notJson(answer);
        }
        return json;
    }

    /** Like {@link #read} for an answer that has no body, or whose body does not matter. */
    static void accept(Message answer, String notFound) {
        accept(answer, JsonAnswers.read(answer), notFound);
    }

    /** @param json the answer's body; null when it is no JSON */
    static void accept(Message answer, JsonNode json, String notFound) {
        check(answer, json, notFound);
    }

    /**
     * The key of the issue that was asked for. Where Jira may have opened one all the same, the outcome is unknown.
     *
     * @param json the answer's body; null when it is no JSON
     * @param notFound what to check when Jira doesn't know what was asked for
     */
    static String createdKey(Message answer, JsonNode json, String notFound) {
        int status = HttpFaults.status(answer);
        // with Retry-After it is Jira that asks for patience; without, a gateway may have given up on a Jira at work
        if (status == 408 || status >= 500 && answer.getHeader("Retry-After") == null) {
            throw lost("answered HTTP " + status);
        }
        check(answer, json, notFound);
        String key = JsonAnswers.text(json, json != null && json.has("issueKey") ? "issueKey" : "key");
        if (key == null) {
            throw lost("answered HTTP " + status + " without the key of an issue");
        }
        return key;
    }

    private static OutcomeUnknownException lost(String what) {
        return new OutcomeUnknownException(
                "Jira was asked to open an issue and " + what + ": it is looked for before it is opened again", null);
    }

    /** Why an answer refuses our user, whatever is asked; null when it does not. */
    static String refusal(HttpResponse answer) {
        Header login = answer.getFirstHeader(LOGIN);
        return login != null && isRefused(login.getValue())
                ? FAULTS.refusal(answer.getCode())
                : FAULTS.refusal(answer, HttpFaults.UNAUTHORIZED);
    }

    private static boolean isRefused(String login) {
        return login != null && REFUSED_LOGINS.contains(login);
    }

    private static void check(Message answer, JsonNode json, String notFound) {
        int status = HttpFaults.status(answer);
        if (isRefused(answer.getHeader(LOGIN, String.class))) {
            throw new RefusesUsException(FAULTS.refusal(status));
        }
        if (status >= 200 && status <= 299) {
            return;
        }
        JsonNode errors = RefusedFields.errors(status, json);
        if (!errors.isEmpty()) {
            throw new PermanentException("Jira refused the issue: " + fields(errors));
        }
        RuntimeException fault = FAULTS.of(status, RetryAfter.of(answer), said(json));
        if (status == 404 && !(fault instanceof RetryableException)) {
            throw new PermanentException(fault.getMessage() + ": check " + notFound);
        }
        throw fault;
    }

    /** Each field that Jira refused, what it says about it, and where its value comes from. */
    private static String fields(JsonNode errors) {
        List<String> faults = new ArrayList<>();
        errors.fields().forEachRemaining(error -> {
            if (faults.size() < MOST_FIELDS) {
                String name = PlainText.cut(HttpFaults.safe(error.getKey()), LONGEST_NAME);
                faults.add(name + " (\"" + HttpFaults.safe(error.getValue().asText()) + "\"; " + source(name) + ")");
            }
        });
        int more = errors.size() - faults.size();
        return String.join(", ", faults) + (more > 0 ? ", and " + more + " more" : "");
    }

    private static String source(String field) {
        return switch (field) {
            case "project" -> "check jira.project, or project in the workflow";
            case "issuetype" -> "check jira.issue-type, or issueType in the workflow";
            case "summary", "priority" -> "check " + field + " in the workflow";
            case "labels" ->
                "have an administrator of Jira add Labels to the project's create and edit screens: by its label an issue"
                        + " is found again, and not opened twice";
            case "description" ->
                "made of the conversation: have an administrator of Jira add Description to the request type, since by"
                        + " what it says a request is found again, and not opened twice";
            default -> "give it a line in " + JiraFields.VARIABLE + " in the workflow";
        };
    }

    private static String said(JsonNode json) {
        if (json == null) {
            return null;
        }
        String first = JsonAnswers.text(json, "errorMessage");
        if (first == null && json.path("errorMessages").path(0).isTextual()) {
            first = json.path("errorMessages").path(0).asText();
        }
        return first != null ? first : JsonAnswers.text(json, "message");
    }
}
