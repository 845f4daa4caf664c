package dev.aftertalk.console;

import dev.aftertalk.ledger.history.DeadLetters;
import java.util.Map;
import java.util.TreeMap;

/** A group of dead runs as a line of the list. Public for the templates. */
public record GroupLine(DeadLetters.Group group) {

    /** What finds its runs, as the part of an address behind the question mark. */
    public String query() {
        Map<String, String> filter = new TreeMap<>(Map.of("state", "dead", "workflow", group.workflow()));
        if (group.kind() != null) {
            filter.put("kind", group.kind());
        }
        return EventQuery.query(filter);
    }
}
