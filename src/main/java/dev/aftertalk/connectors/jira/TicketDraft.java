package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.aftertalk.text.PlainText;
import java.util.List;
import java.util.function.Supplier;

/** What is to be opened for one event, and how far that got. */
final class TicketDraft {

    final String conversationId;
    final String label;
    final List<String> labels;
    final boolean serviceDesk;
    final ObjectNode request;
    /** All that the issue says, for when it can have no description. */
    final Supplier<byte[]> wholeText;

    String key;
    /** The text file to attach, or null when the description holds everything. */
    byte[] transcript;
    /** How often Jira refused fields of it. */
    int refusals;

    boolean labelled;

    TicketDraft(
            String conversationId,
            List<String> labels,
            boolean serviceDesk,
            ObjectNode request,
            byte[] transcript,
            Supplier<byte[]> wholeText) {
        this.conversationId = conversationId;
        this.label = labels.get(0);
        this.labels = labels;
        this.serviceDesk = serviceDesk;
        this.request = request;
        this.transcript = transcript;
        this.wholeText = wholeText;
    }

    /** What the request says the fields are. */
    ObjectNode fields() {
        return (ObjectNode) request.get(serviceDesk ? "requestFieldValues" : "fields");
    }

    /** What {@code ledger:intent} is told. */
    String intent() {
        return "Jira issue for conversation " + PlainText.line(conversationId, 100);
    }

    String fileName() {
        return label + ".txt";
    }
}
