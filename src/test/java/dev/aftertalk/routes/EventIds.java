package dev.aftertalk.routes;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and gives event ids. */
public final class EventIds {

    private static final Pattern FIELD = Pattern.compile("(\"eventId\": \")([^\"]+)");

    private static final Pattern CONVERSATION = Pattern.compile("\"conversationId\": \"([^\"]+)");

    private EventIds() {}

    public static String of(String event) {
        Matcher found = FIELD.matcher(event);
        if (!found.find()) {
            throw new IllegalArgumentException("no eventId");
        }
        return found.group(2);
    }

    static String conversationOf(String event) {
        Matcher found = CONVERSATION.matcher(event);
        if (!found.find()) {
            throw new IllegalArgumentException("no conversationId");
        }
        return found.group(1);
    }

    /** The same event under a new id. */
    public static String renewed(String event) {
        return FIELD.matcher(event).replaceFirst("$1" + UUID.randomUUID());
    }
}
