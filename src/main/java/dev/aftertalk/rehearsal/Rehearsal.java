package dev.aftertalk.rehearsal;

import java.util.function.Supplier;
import org.apache.camel.Exchange;

/** A rehearsal that is under way. For several threads. */
public interface Rehearsal {

    /** Keeps what a step would have done for the run that the exchange is of. */
    void record(Exchange exchange, Action action);

    /**
     * What was made under this name before, or what is made now: so that two versions of a workflow are given the same where each making would
     * give another, such as a link.
     */
    <T> T same(String name, Supplier<T> made);

    /**
     * A link that shows where it would lead, and lets nobody in.
     *
     * @param link whose last part is what lets somebody in; an empty one stays empty
     */
    static String dead(String link) {
        return link.replaceFirst("[^/]+$", "LINK-OF-A-REHEARSAL");
    }
}
