package dev.aftertalk.connectors.iadvize;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.aftertalk.text.PlainText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages of REST's {@code history}: lines of kind, local time, content and, for most, the time in epoch milliseconds.
 *
 * @param ahead what the local times are ahead of UTC, which REST does not say but its lines show; null when none does
 */
record RestHistory(JsonNode lines, ZoneOffset ahead) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int QUARTER = 15 * 60;

    /** A history given as a list or as the text of one: iAdvize's REST reference says String and shows a list. Anything else holds no messages. */
    static RestHistory of(JsonNode history) {
        JsonNode lines = history.isTextual() ? parsed(history.asText()) : history;
        ZoneOffset ahead = null;
        for (JsonNode line : lines) {
            if (ahead == null && line.path(3).isIntegralNumber()) {
                ahead = ahead(local(line.path(1).asText("")), line.path(3).asLong());
            }
        }
        return new RestHistory(lines, ahead);
    }

    /** The messages in order, normalised. */
    List<Map<String, Object>> messages() {
        List<Map<String, Object>> messages = new ArrayList<>();
        for (JsonNode line : lines) {
            String text = text(line.path(2));
            if (text != null) {
                Map<String, Object> message = new LinkedHashMap<>();
                MessageMapper.put(message, "createdAt", time(line));
                message.put("author", author(line.path(0).asInt()));
                message.put("text", text);
                messages.add(message);
            }
        }
        return messages;
    }

    /** A date of REST as GraphQL writes it, in UTC if that is known; null for null. */
    String date(String text) {
        LocalDateTime local = text == null ? null : local(text);
        if (local == null) {
            return text;
        }
        return ahead == null ? text.replace(' ', 'T') : local.toInstant(ahead).toString();
    }

    private String time(JsonNode line) {
        JsonNode millis = line.path(3);
        return millis.isIntegralNumber()
                ? Instant.ofEpochMilli(millis.asLong()).toString()
                : date(PlainText.typed(line.path(1).asText(null)));
    }

    private static String author(int kind) {
        return switch (kind) {
            case 1, 6 -> "operator";
            case 2, 7 -> "visitor";
            default -> "system";
        };
    }

    /** iAdvize's REST reference shows texts alone, for rich content its address; what is none stays in the transcript as it came. */
    private static String text(JsonNode content) {
        return PlainText.typed(content.isContainerNode() ? content.toString() : content.asText(null));
    }

    private static ZoneOffset ahead(LocalDateTime local, long millis) {
        if (local == null) {
            return null;
        }
        double seconds = local.toEpochSecond(ZoneOffset.UTC) - millis / 1000.0;
        long quarters = Math.round(seconds / QUARTER);
        return Math.abs(quarters) > 18 * 4 ? null : ZoneOffset.ofTotalSeconds((int) quarters * QUARTER);
    }

    private static LocalDateTime local(String date) {
        try {
            return LocalDateTime.parse(date, DATE);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static JsonNode parsed(String history) {
        try {
            return JSON.readTree(history);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
