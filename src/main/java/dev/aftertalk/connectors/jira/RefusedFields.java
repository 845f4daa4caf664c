package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the rest of an issue of what Jira refused because of some of its fields, such as one that is not on the project's create screen.
 * Jira names them by their ids: {@code {"errors": {"priority": "Field 'priority' cannot be set. …"}}} with status 400.
 *
 * <p>An issue is found again by its conversation's label, and a service desk's request, which gets that later, by its description. What could
 * not be found again might be opened twice, so these stay; of the labels those go that the workflow adds.
 */
final class RefusedFields {

    static final String LABELS = "labels";
    static final String DESCRIPTION = "description";

    private static final Logger LOG = LoggerFactory.getLogger(RefusedFields.class);
    private static final int MOST_TRIES = 6;
    private static final int BAD_REQUEST = 400;
    private static final Set<String> NEEDED = Set.of("project", "issuetype", "summary");
    private static final Pattern NOT_ON_SCREEN = Pattern.compile("(?i)can(no|')t be set|screen");

    private final TicketDraft draft;
    private final Consumer<String> notes;

    /** @param notes takes what was left out, for the run's history; without Jira's own words, which may quote what a visitor wrote */
    RefusedFields(TicketDraft draft, Consumer<String> notes) {
        this.draft = draft;
        this.notes = notes;
    }

    /** The fields that an answer says are at fault, with what it says about each; missing when it is about something else. */
    static JsonNode errors(int status, JsonNode answer) {
        JsonNode errors = answer == null ? null : answer.path("errors");
        return status == BAD_REQUEST && errors != null && errors.isObject() && !errors.isEmpty()
                ? errors
                : MissingNode.getInstance();
    }

    /**
     * Takes the fields that were refused out of the draft.
     *
     * @return false when the answer is no such refusal, or the issue can't do without one of them: the draft is then as it was
     */
    boolean leaveOut(int status, JsonNode answer) {
        JsonNode errors = errors(status, answer);
        List<String> refused = new ArrayList<>();
        errors.fieldNames().forEachRemaining(refused::add);
        if (refused.isEmpty()
                || ++draft.refusals >= MOST_TRIES
                || !refused.stream().allMatch(this::canGo)) {
            return false;
        }
        refused.forEach(field -> leaveOut(field, errors.path(field).asText()));
        return true;
    }

    /** What is said of a field that Jira did not take. */
    void leftOut(String what, String said) {
        String why = NOT_ON_SCREEN.matcher(said).find() ? "it is not on the screen, or unknown" : "its value";
        String note = "Jira issue without " + what + ", which Jira refused (" + why + ")";
        notes.accept(note);
        LOG.warn("The rest is written: {}", note);
    }

    private boolean canGo(String field) {
        ObjectNode fields = draft.fields();
        boolean finds = draft.serviceDesk
                ? field.equals(DESCRIPTION)
                : field.equals(LABELS) && fields.path(LABELS).size() <= 1;
        return fields.has(field) && !NEEDED.contains(field) && !finds;
    }

    private void leaveOut(String field, String said) {
        ObjectNode fields = draft.fields();
        fields.remove(field);
        if (field.equals(LABELS) && !draft.serviceDesk) {
            fields.putArray(LABELS).add(draft.label);
            leftOut("labels beside the conversation's own", said);
            return;
        }
        if (field.equals(DESCRIPTION)) {
            draft.transcript = draft.wholeText.get();
        }
        leftOut(field, said);
    }
}
