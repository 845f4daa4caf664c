package dev.aftertalk.intake.health;

import java.time.Duration;

/** Tells whether this server's own webhook address answers, by calling it. */
@FunctionalInterface
public interface WebhookProbe {

    /**
     * Calls the address as iAdvize would, at the port that it is served on, with a body that comes after its head. Nothing is stored, counted
     * or logged by that. A server that serves no port has no fault.
     *
     * @param patience how long the answer may take
     * @return why an event that came now would find no answer, in words for the log; null when it would find one
     */
    String fault(Duration patience);
}
