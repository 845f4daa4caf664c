package dev.aftertalk.care.drill;

import java.io.IOException;
import java.util.List;

/** Begins faults of one kind. Each is a component, and what it plays stands in {@link DrillNames}. */
interface Drill {

    /** The drills that it plays. */
    List<String> names();

    /**
     * Begins a fault.
     *
     * @param name one of those
     * @param calls told of each call that the fault meets, and of what it did
     */
    Fault begin(String name, DrillCalls calls) throws IOException;

    /** Whether the next start goes on with it when the server ends while it lasts. */
    default boolean outlivesTheServer() {
        return false;
    }
}
