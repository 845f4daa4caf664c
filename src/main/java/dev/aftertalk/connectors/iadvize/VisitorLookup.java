package dev.aftertalk.connectors.iadvize;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an event tells of its visitor: which conversation to ask GraphQL for, what to ask REST for, and the ids themselves.
 *
 * @param conversationId the conversation, or null when the event names none that GraphQL can know
 * @param path what to ask REST for below its URL, or null when the event names no visitor
 * @param uniqueId the unique id that {@code path} is to be searched for, or null when it holds the id
 * @param ids the visitor's ids under their normalised names
 */
record VisitorLookup(String conversationId, String path, String uniqueId, Map<String, Object> ids) {

    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern DIGITS = Pattern.compile("\\d{1,19}");
    private static final Pattern HEX = Pattern.compile("\\p{XDigit}{20,64}");
    private static final Pattern DOTS = Pattern.compile("\\.{1,2}");

    /** Reads an event, whose ids may be numbers, texts, null or absent. */
    static VisitorLookup of(Map<?, ?> event) {
        String conversation = text(event, "conversationId");
        String external = text(event, "visitorExternalId");
        String visitor = text(event, "visitorId");
        boolean legacy = external != null && DIGITS.matcher(external).matches();
        boolean usable = visitor != null && !DOTS.matcher(visitor).matches();
        boolean unique = usable && HEX.matcher(visitor).matches();

        Map<String, Object> ids = new LinkedHashMap<>();
        if (legacy) {
            ids.put("legacyVisitorId", external);
        }
        if (usable) {
            ids.put(unique ? "uniqueId" : "visitorId", visitor);
        }
        String id = legacy ? external : usable && !unique ? visitor : null;
        return new VisitorLookup(
                conversation != null && UUID.matcher(conversation).matches() ? conversation : null,
                id != null ? "visitor/" + segment(id) : unique ? "visitor" : null,
                id == null && unique ? visitor : null,
                ids);
    }

    /** The query string of {@code path}, ready for the wire, or null. */
    String query() {
        return uniqueId == null ? null : "filters%5Bunique_id%5D=" + uniqueId + "&full=1";
    }

    /** The normalised name of an id that REST calls just {@code id}. */
    static String nameOf(String id) {
        return DIGITS.matcher(id).matches() ? "legacyVisitorId" : "visitorId";
    }

    private static String segment(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A value of the event as text, or null when it is absent, blank or no plain value. */
    static String text(Map<?, ?> event, String field) {
        Object value = event.get(field);
        if (!(value instanceof String || value instanceof Number)) {
            return null;
        }
        String text = value.toString().strip();
        return text.isEmpty() ? null : text;
    }
}
