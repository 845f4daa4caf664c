package dev.aftertalk.care.needs;

import java.time.Instant;
import java.util.List;

/**
 * Something that waits for a person.
 *
 * @param kind the end of its message code
 * @param urgent whether events are held up or lost to somebody until it is seen to
 * @param about what the message's placeholders stand for
 * @param link where it is seen to, relative to the overview
 * @param since null when that isn't known
 */
public record Need(String kind, boolean urgent, List<Object> about, String link, Instant since) {

    /** The code of its message. */
    public String code() {
        return "console.need." + kind;
    }
}
