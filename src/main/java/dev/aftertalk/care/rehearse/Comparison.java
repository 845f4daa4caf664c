package dev.aftertalk.care.rehearse;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import com.github.difflib.patch.AbstractDelta;
import dev.aftertalk.ledger.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What an event comes to in both versions.
 *
 * @param workflows those it starts in either, the router first
 */
public record Comparison(String eventId, String eventType, List<OfWorkflow> workflows) {

    /** Name of the part of a mail that people read. */
    static final String TEXT = "Text";

    /** Name of the part that shows only where the text is the same. */
    static final String HTML = "HTML";

    private static final int CONTEXT = 1;

    /** How a workflow's doing differs, the worst last. */
    public enum Difference {
        SAME("same"),
        /** Nothing can be said: what it needs did not answer, or it can't be rehearsed. */
        UNCLEAR("unclear"),
        CHANGED("changed"),
        NEW("new"),
        GONE("gone"),
        WOULD_DIE("would die");

        private final String word;

        Difference(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    /**
     * A workflow in both versions.
     *
     * @param running null when the version that runs does not start it
     * @param candidate null when the other one does not
     * @param diff lines that begin with {@code -}, {@code +} or a blank; empty when they are the same
     */
    public record OfWorkflow(
            String workflow, Difference difference, Worked running, Worked candidate, List<String> diff) {

        /** @param known whether it is known which workflows each version starts */
        private static OfWorkflow of(String workflow, Worked running, Worked candidate, boolean known) {
            List<String> diff = diff(running, candidate, false);
            if (diff.isEmpty()) {
                diff = diff(running, candidate, true);
            }
            return new OfWorkflow(workflow, difference(running, candidate, diff, known), running, candidate, diff);
        }

        private static Difference difference(Worked running, Worked candidate, List<String> diff, boolean known) {
            if (candidate == null) {
                return known ? Difference.GONE : Difference.UNCLEAR;
            }
            if (candidate.isDead() && (running == null || !running.isDead())) {
                return Difference.WOULD_DIE;
            }
            if (isUnclear(running, candidate, diff, known)) {
                return Difference.UNCLEAR;
            }
            return running == null ? Difference.NEW : diff.isEmpty() ? Difference.SAME : Difference.CHANGED;
        }

        private static boolean isUnclear(Worked running, Worked candidate, List<String> diff, boolean known) {
            return candidate.isNotRehearsed()
                    || (running == null ? !known : running.isNotRehearsed())
                    || diff.isEmpty() && !candidate.isAtItsEnd();
        }

        /**
         * As it is when the version that runs does the same once more: what is another then too is no doing of the edit.
         *
         * @param again that version; null when it does not start this workflow then
         */
        private OfWorkflow comparedWith(Worked again) {
            if (difference != Difference.CHANGED || again == null) {
                return this;
            }
            boolean html = diff(running, candidate, false).isEmpty();
            List<String> before = running.lines(html);
            Set<Integer> unsteady = DiffUtils.diff(before, again.lines(html)).getDeltas().stream()
                    .flatMap(each -> lines(each).boxed())
                    .collect(Collectors.toSet());
            boolean byChance = DiffUtils.diff(before, candidate.lines(html)).getDeltas().stream()
                    .allMatch(
                            each -> each.getSource().size() == each.getTarget().size()
                                    && lines(each).allMatch(unsteady::contains));
            return byChance ? new OfWorkflow(workflow, Difference.UNCLEAR, running, candidate, withNote(diff)) : this;
        }

        private static IntStream lines(AbstractDelta<String> delta) {
            int first = delta.getSource().getPosition();
            return IntStream.range(first, first + delta.getSource().size());
        }

        private static List<String> withNote(List<String> diff) {
            List<String> all = new ArrayList<>(diff);
            all.add(" (what runs differs like this from one time to the next too: by the time of day, or by chance)");
            return all;
        }

        private static List<String> diff(Worked running, Worked candidate, boolean html) {
            List<String> before = running == null ? List.of() : running.lines(html);
            List<String> after = candidate == null ? List.of() : candidate.lines(html);
            return UnifiedDiffUtils.generateUnifiedDiff("", "", before, DiffUtils.diff(before, after), CONTEXT).stream()
                    .skip(2)
                    .filter(line -> !line.startsWith("@@"))
                    .toList();
        }
    }

    /**
     * Compares what both did.
     *
     * @param running by the names of workflows
     * @param candidate likewise
     */
    static Comparison of(String eventId, String eventType, Map<String, Worked> running, Map<String, Worked> candidate) {
        Set<String> names = new TreeSet<>(running.keySet());
        names.addAll(candidate.keySet());
        boolean known = isKnown(running) && isKnown(candidate);
        List<OfWorkflow> workflows = new ArrayList<>();
        for (String name : names) {
            OfWorkflow each = OfWorkflow.of(name, running.get(name), candidate.get(name), known);
            workflows.add(each.workflow().equals(Ledger.ROUTER) ? 0 : workflows.size(), each);
        }
        return new Comparison(eventId, eventType, workflows);
    }

    private static boolean isKnown(Map<String, Worked> worked) {
        Worked router = worked.get(Ledger.ROUTER);
        return router != null && router.isAtItsEnd();
    }

    boolean isChanged() {
        return workflows.stream().anyMatch(each -> each.difference() == Difference.CHANGED);
    }

    /** As it is when the version that runs does the same once more, {@code again}. */
    Comparison comparedWith(Map<String, Worked> again) {
        return new Comparison(
                eventId,
                eventType,
                workflows.stream()
                        .map(each -> each.comparedWith(again.get(each.workflow())))
                        .toList());
    }

    /** In a word for the event as a whole: of several workflows, those that die count most. */
    public Difference difference() {
        Set<Difference> all = new TreeSet<>();
        workflows.forEach(each -> all.add(each.difference()));
        all.remove(Difference.SAME);
        if (all.size() > 1) {
            all.remove(Difference.UNCLEAR);
        }
        return all.isEmpty()
                ? Difference.SAME
                : all.contains(Difference.WOULD_DIE)
                        ? Difference.WOULD_DIE
                        : all.size() == 1 ? all.iterator().next() : Difference.CHANGED;
    }
}
