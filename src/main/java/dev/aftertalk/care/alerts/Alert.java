package dev.aftertalk.care.alerts;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A message.
 *
 * @param id the same at each attempt to hand it over
 * @param at when it was made
 * @param name of the state; the same at its begin and at its end
 * @param subject one line
 * @param text all of it, with the link
 * @param link empty for none
 */
record Alert(
        String id,
        long at,
        String name,
        String kind,
        Phase phase,
        boolean urgent,
        long since,
        String subject,
        String text,
        String link) {

    /** Which moment of a state it is about. */
    enum Phase {
        BEGIN,
        OVER,
        /** About alerts themselves. */
        NOTE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What routes read as {@code ${variable.alert[…]}}. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", id);
        facts.put("name", name);
        facts.put("kind", kind);
        facts.put("state", phase.code());
        facts.put("urgent", urgent);
        facts.put("since", Instant.ofEpochMilli(since).toString());
        facts.put("subject", subject);
        facts.put("text", text);
        facts.put("link", link);
        facts.put("nameAsJson", json(name));
        facts.put("subjectAsJson", json(subject));
        facts.put("textAsJson", json(text));
        return facts;
    }

    /** As a string of JSON, with its quotes. */
    private static String json(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
