package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.EventTime;
import dev.aftertalk.text.PlainText;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** A conversation's transcript as plain text for a ticket or a note: {@code 2026-11-22 10:31 Camille: …}, a message a line. */
@Component("transcript")
public class Transcript {

    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
    private static final String CUT = "…";
    private static final Map<String, String> AUTHORS =
            Map.of("visitor", "Visitor", "operator", "Operator", "bot", "Bot", "system", "System");

    /**
     * The transcript, oldest message first.
     *
     * @param conversation what {@code iadvize-conversation-action} found, or null
     * @param maxChars most characters of the result; what has no room is cut off and an ellipsis says so
     */
    public String text(Map<?, ?> conversation, int maxChars) {
        StringBuilder text = new StringBuilder();
        Object transcript = conversation == null ? null : conversation.get("transcript");
        for (Object message : transcript instanceof List<?> all ? all : List.of()) {
            if (text.length() > maxChars) {
                break;
            }
            if (message instanceof Map<?, ?> known) {
                text.append(text.isEmpty() ? "" : "\n").append(line(known));
            }
        }
        if (conversation != null && Boolean.TRUE.equals(conversation.get("transcriptTruncated"))) {
            text.append('\n').append(CUT);
        }
        return bounded(text, maxChars);
    }

    /** Further lines of a message are indented, so that nobody can write one that looks like somebody else's message. */
    private static String line(Map<?, ?> message) {
        String time = time(message.get("createdAt"));
        Object name = message.get("name");
        Object author = message.get("author");
        String who = name != null ? name.toString() : AUTHORS.getOrDefault(String.valueOf(author), "Unknown");
        String said = String.valueOf(message.get("text")).replace("\n", "\n    ");
        return (time.isEmpty() ? "" : time + " ") + who.replace('\n', ' ') + ": " + said;
    }

    private static String time(Object createdAt) {
        String text = createdAt == null ? "" : createdAt.toString();
        OffsetDateTime time = EventTime.parse(text);
        return time == null ? text.replace('T', ' ').replace('\n', ' ') : time.format(MINUTE);
    }

    private static String bounded(StringBuilder text, int maxChars) {
        if (text.length() <= maxChars) {
            return text.toString();
        }
        return maxChars < CUT.length() ? "" : PlainText.cut(text.toString(), maxChars);
    }
}
