package dev.aftertalk.care.rehearse;

import dev.aftertalk.rehearsal.Action;
import java.util.ArrayList;
import java.util.List;

/**
 * What one version of a workflow did with an event.
 *
 * @param state done, skipped, retrying or dead, as in the ledger; {@code not rehearsed} where that was not possible
 * @param cause why; null when there is nothing to say
 * @param actions in the order in which they would have been done
 */
public record Worked(String workflow, String state, String cause, List<Action> actions) {

    /** It could not be worked on here. */
    static final String NOT_REHEARSED = "not rehearsed";

    /** Whether it was worked on to its end: a run that is tried again has not yet done what it is for. */
    boolean isAtItsEnd() {
        return !isNotRehearsed() && !state.equals("retrying");
    }

    boolean isNotRehearsed() {
        return state.equals(NOT_REHEARSED);
    }

    boolean isDead() {
        return state.equals("dead");
    }

    /**
     * What people read.
     *
     * @param html whether a mail's HTML is shown beside its text
     */
    public List<String> lines(boolean html) {
        List<String> lines = new ArrayList<>();
        lines.add(cause == null ? state : state + ": " + cause);
        for (Action action : actions) {
            lines.add(action.what());
            action.details().forEach((name, value) -> {
                if (html || !name.equals(Comparison.HTML)) {
                    List<String> written = value.lines().toList();
                    if (written.size() == 1) {
                        lines.add("  " + name + ": " + written.get(0));
                    } else {
                        lines.add("  " + name + ":");
                        written.forEach(line -> lines.add("    " + line));
                    }
                }
            });
        }
        return lines;
    }
}
