package dev.aftertalk.connectors.jira;

import dev.aftertalk.text.PlainText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Labels as Jira takes them: no spaces, not too long. */
final class JiraLabels {

    private static final int LONGEST = 255;
    private static final int MOST = 20;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private JiraLabels() {}

    /**
     * The label that tells a conversation's issue from all others. It stands in a JQL query, so an id that is more than letters and digits
     * is changed, with a hash that keeps two such ids apart.
     */
    static String ofConversation(String conversationId) {
        if (PLAIN.matcher(conversationId).matches()) {
            return "iadvize-" + conversationId;
        }
        String safe = conversationId.replaceAll("[^A-Za-z0-9._-]+", "_");
        String head = safe.substring(0, Math.min(60, safe.length()));
        return "iadvize-" + head + "-" + UUID.nameUUIDFromBytes(conversationId.getBytes(StandardCharsets.UTF_8));
    }

    /** The labels of a comma-separated list after the conversation's own, each once. */
    static List<String> of(String conversationLabel, String list) {
        Set<String> labels = new LinkedHashSet<>(List.of(conversationLabel));
        for (String label : PlainText.lines(list).split(",")) {
            String safe = label.strip().replaceAll("[\\s\\p{Z}]+", "-");
            if (!safe.isEmpty() && labels.size() < MOST) {
                labels.add(PlainText.cut(safe, LONGEST));
            }
        }
        return new ArrayList<>(labels);
    }
}
