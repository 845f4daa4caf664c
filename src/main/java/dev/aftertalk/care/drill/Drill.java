package dev.aftertalk.care.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Begins faults of one kind. Each is a component, and what it plays stands in {@link DrillNames}. */
interface Drill {

    /** The drills that it plays. */
    List<String> names();

    /** Why this server can't play one of them, in words for whoever asked; empty when it can. */
    default Optional<String> refusal(String name) {
        return Optional.empty();
    }

    /**
     * Begins a fault, unless it is refused.
     *
     * @param name one of those
     * @param calls told of each call that the fault meets, and of what it did
     */
    Fault begin(String name, DrillCalls calls) throws IOException;

    /** How long the fault lasts at least, though somebody has it end earlier. */
    default Duration shortest() {
        return Duration.ZERO;
    }

    /** Whether the next start goes on with it when the server ends while it lasts. */
    default boolean outlivesTheServer() {
        return false;
    }
}
