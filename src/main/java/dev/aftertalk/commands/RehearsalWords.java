package dev.aftertalk.commands;

import dev.aftertalk.care.rehearse.Comparison;
import dev.aftertalk.care.rehearse.Comparison.Difference;
import dev.aftertalk.care.rehearse.RehearsalLines;
import dev.aftertalk.care.rehearse.Rehearser;
import dev.aftertalk.deploy.RouteSet;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Prints what a rehearsal tells people. */
final class RehearsalWords implements Rehearser.Listener {

    private static final long PROGRESS_NANOS = 2_000_000_000;

    /** Of each workflow and kind of difference so many are shown whole. */
    private static final int SHOWN = 3;

    private final RouteSet running;
    private final RouteSet candidate;
    private final boolean all;
    private final Map<String, Integer> found = new TreeMap<>();
    private final long begun = System.nanoTime();
    private long told = begun;
    private int done;

    RehearsalWords(RouteSet running, RouteSet candidate, boolean all) {
        this.running = running;
        this.candidate = candidate;
        this.all = all;
    }

    @Override
    public void begins(Map<String, String> notMade) {
        List<String> changed = RehearsalLines.changed(running, candidate);
        System.out.println(
                changed.isEmpty()
                        ? "Nothing differs from what runs; this is what that does."
                        : "Differs from what runs: " + String.join(", ", changed));
        notMade.forEach((file, why) -> System.out.println("Not rehearsed: " + file + ": " + why));
        System.out.println();
    }

    @Override
    public void compared(Comparison comparison) {
        done++;
        List<Comparison.OfWorkflow> shown = comparison.workflows().stream()
                .filter(each -> all || each.difference() != Difference.SAME && isShown(each))
                .toList();
        if (!shown.isEmpty()) {
            System.out.println(
                    "Event " + comparison.eventId() + ", " + comparison.eventType() + ": " + comparison.difference());
            shown.forEach(RehearsalWords::print);
        }
        if (System.nanoTime() - told > PROGRESS_NANOS) {
            told = System.nanoTime();
            System.err.println("… " + done + " events");
        }
    }

    /** The first ones of a kind; all are counted. */
    private boolean isShown(Comparison.OfWorkflow each) {
        return found.merge(each.workflow() + ": " + each.difference(), 1, Integer::sum) <= SHOWN;
    }

    private static void print(Comparison.OfWorkflow each) {
        System.out.println("  " + each.workflow() + ": " + each.difference());
        List<String> lines = each.running() != null && each.diff().isEmpty()
                ? each.running().lines(false).stream().map(line -> " " + line).toList()
                : each.diff();
        lines.forEach(line -> System.out.println("    " + line));
    }

    /** @param counts how many events came to what */
    void end(Map<Difference, Integer> counts) {
        if (!found.isEmpty()) {
            System.out.println();
            found.forEach(
                    (what, times) -> System.out.println(what + " in " + times + (times == 1 ? " event" : " events")
                            + (times > SHOWN && !all ? ", of which the first " + SHOWN + " are shown above" : "")));
        }
        System.out.println();
        System.out.printf(
                "%d events in %.1f s: %s. Nothing was sent, and nothing stored.%n",
                done,
                (System.nanoTime() - begun) / 1e9,
                String.join(
                        ", ",
                        Arrays.stream(Difference.values())
                                .map(each -> counts.getOrDefault(each, 0) + " " + each)
                                .toList()));
    }
}
