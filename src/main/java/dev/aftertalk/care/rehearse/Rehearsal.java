package dev.aftertalk.care.rehearse;

import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.time.MachineClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A rehearsal, as far as it is.
 *
 * @param endedAt null while it goes on
 * @param asked how many events it is about, at most
 * @param files those that are not the same in both versions
 * @param notRehearsed files whose workflows can't be rehearsed, with the reasons
 * @param differing how the first {@link #KEPT} of those events that differ do
 */
public record Rehearsal(
        State state,
        String who,
        Instant begunAt,
        Instant endedAt,
        int asked,
        int done,
        List<String> files,
        Map<String, String> notRehearsed,
        Map<Difference, Integer> counts,
        List<Comparison> differing) {

    /** Of how many events that differ it is kept how. */
    public static final int KEPT = 100;

    /** Where a rehearsal is. */
    public enum State {
        RUNNING,
        DONE,
        CANCELLED,
        FAILED
    }

    static Rehearsal begun(String who, int asked, List<String> files) {
        return new Rehearsal(
                State.RUNNING, who, MachineClock.get().instant(), null, asked, 0, files, Map.of(), Map.of(), List.of());
    }

    Rehearsal with(State state, Instant endedAt) {
        return new Rehearsal(state, who, begunAt, endedAt, asked, done, files, notRehearsed, counts, differing);
    }

    Rehearsal withNotRehearsed(Map<String, String> why) {
        return new Rehearsal(state, who, begunAt, endedAt, asked, done, files, Map.copyOf(why), counts, differing);
    }

    Rehearsal with(Comparison comparison) {
        Map<Difference, Integer> more = new EnumMap<>(Difference.class);
        more.putAll(counts);
        more.merge(comparison.difference(), 1, Integer::sum);
        List<Comparison> kept = differing;
        if (comparison.difference() != Difference.SAME && kept.size() < KEPT) {
            kept = new ArrayList<>(differing);
            kept.add(comparison);
        }
        return new Rehearsal(
                state, who, begunAt, endedAt, asked, done + 1, files, notRehearsed, more, List.copyOf(kept));
    }
}
