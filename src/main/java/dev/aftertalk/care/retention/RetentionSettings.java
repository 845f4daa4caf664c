package dev.aftertalk.care.retention;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long things are kept; 0 or nothing is for ever.
 *
 * @param events events with their runs, once all of these have ended
 * @param dead the same for events with a dead or unrouted run, which somebody may still want to replay
 * @param answers answers of visitors, the conversations they belong to, and which Jira issue those have
 * @param comments the texts of comments, if they are to go before their answers
 * @param audit who changed what
 * @param lookUps what iAdvize answered, where that is kept
 */
@ConfigurationProperties("retention")
record RetentionSettings(
        Duration events, Duration dead, Duration answers, Duration comments, Duration audit, Duration lookUps) {

    /** Whatever may bring an event again (iAdvize's retries, a comparison after an outage) must find that it is known. */
    static final Duration SHORTEST = Duration.ofDays(7);

    /** @throws IllegalArgumentException for times that can't work, in words for the person who set them */
    RetentionSettings {
        events = checked("events", events, SHORTEST);
        dead = checked("dead", dead, SHORTEST);
        answers = checked("answers", answers, SHORTEST);
        comments = checked("comments", comments, Duration.ofSeconds(1));
        audit = checked("audit", audit, Duration.ofDays(1));
        lookUps = checked("look-ups", lookUps, Duration.ofSeconds(1));
    }

    private static Duration checked(String name, Duration value, Duration shortest) {
        if (value == null || value.isZero()) {
            return null;
        }
        if (value.compareTo(shortest) < 0) {
            throw new IllegalArgumentException("retention." + name + " must be at least "
                    + (shortest.toDays() > 0 ? shortest.toDays() + "d" : shortest.toSeconds() + "s")
                    + ", or 0 to keep them for ever"
                    + (shortest.equals(SHORTEST)
                            ? ": an event that comes again later than that would be acted on again."
                            : "."));
        }
        return value;
    }

    /** Never longer than events, which lead to whose they are. */
    Duration lookUpsOrEvents() {
        return events != null && (lookUps == null || lookUps.compareTo(events) > 0) ? events : lookUps;
    }

    /** Dead runs never go before others. */
    Duration deadOrEvents() {
        return dead == null || events == null || dead.compareTo(events) >= 0 ? dead : events;
    }
}
