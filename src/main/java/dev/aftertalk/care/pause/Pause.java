package dev.aftertalk.care.pause;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;

/**
 * What people have paused.
 *
 * @param name of a workflow, or of a system as settings and metrics call it
 * @param by the user or token that paused it
 * @param reason as they gave it; empty when they gave none
 */
@JsonIgnoreProperties({"kind", "name"}) // shown as part of what is paused
public record Pause(Kind kind, String name, Instant since, String by, String reason) {

    /** What can be paused. */
    public enum Kind {
        WORKFLOW,
        SYSTEM;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
