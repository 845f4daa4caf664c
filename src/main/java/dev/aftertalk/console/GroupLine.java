package dev.aftertalk.console;

import dev.aftertalk.ledger.history.DeadLetters;
import java.util.Map;
import java.util.TreeMap;

/** A group of dead runs as a line of the list. Public for the templates. */
public record GroupLine(DeadLetters.Group group) {

    /** Whether {@link #query} finds its runs and no other: those without a cause can't be asked for. */
    public boolean isWhole() {
        return group.kind() != null && !group.kind().isBlank();
    }

    /** What finds its runs, as the part of an address behind the question mark. */
    public String query() {
        Map<String, String> filter = new TreeMap<>(Map.of("state", "dead", "workflow", group.workflow()));
        if (isWhole()) {
            filter.put("kind", group.kind());
        }
        return EventQuery.query(filter);
    }
}
