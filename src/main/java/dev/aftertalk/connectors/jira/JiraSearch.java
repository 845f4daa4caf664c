package dev.aftertalk.connectors.jira;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The search for a conversation's issue by its label. */
final class JiraSearch {

    private JiraSearch() {}

    /**
     * An issue of the conversation.
     *
     * @param labelled whether it bears the label; a service desk's request may have been interrupted before it got it
     */
    record Hit(String key, boolean labelled) {}

    /**
     * The search request. Any project counts: the team may have moved the issue.
     *
     * @param inText whether to find the label in descriptions too, where a service desk's request has it from the start
     */
    static ObjectNode request(String label, boolean inText) {
        String jql = "labels = " + quoted(label);
        if (inText) {
            jql = "(" + jql + " OR description ~ " + quoted(quoted(label)) + ")";
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("jql", jql + " ORDER BY created ASC").put("maxResults", 10);
        request.putArray("fields").add("labels").add("description");
        return request;
    }

    /** The oldest issue that is the conversation's beyond doubt, or null: text searches find what is only alike. */
    static Hit oldest(JsonNode answer, String label) {
        for (JsonNode issue : answer.path("issues")) {
            String key = issue.path("key").asText();
            JsonNode fields = issue.path("fields");
            boolean labelled = false;
            for (JsonNode each : fields.path("labels")) {
                labelled |= label.equalsIgnoreCase(each.asText());
            }
            if (!key.isEmpty()
                    && (labelled || fields.path("description").toString().contains(label))) {
                return new Hit(key, labelled);
            }
        }
        return null;
    }

    /** A JQL string: nothing in it can end it. */
    static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
