package dev.aftertalk.durability.outage;

import dev.aftertalk.care.drill.DrillReport;
import dev.aftertalk.durability.outage.SteadyLoad.Sent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What one outage did to the rest, in figures to be read by people. */
final class OutageReport {

    private static final int STAMPEDE = 3;

    private final StringBuilder text = new StringBuilder();

    OutageReport(String title) {
        text.append("%n%s%n  %-34s %12s %12s %8s%n".formatted(title, "p99", "healthy", "outage", "change"));
    }

    /** One line for the acknowledgements. */
    void acknowledgements(Collection<Sent> healthy, Collection<Sent> outage) {
        line("webhook", healthy.stream().mapToLong(Sent::took), outage.stream().mapToLong(Sent::took));
    }

    /** One line for each workflow whose effects can be seen, from the acknowledgement to the effect. */
    void workflows(Collection<Sent> healthy, Collection<Sent> outage, Effects effects, Collection<String> affected) {
        Map<String, List<Long>> before = times(healthy, effects);
        Map<String, List<Long>> during = times(outage, effects);
        before.forEach((workflow, times) -> {
            if (affected.contains(workflow)) {
                text.append("  %-34s %9.1f ms   waits for it%n".formatted(workflow, p99(longs(times)) / 1e6));
            } else {
                line(workflow, longs(times), longs(during.getOrDefault(workflow, List.of())));
            }
        });
    }

    private static Map<String, List<Long>> times(Collection<Sent> events, Effects effects) {
        return events.stream()
                .flatMap(sent -> sent.effects().stream()
                        .filter(key -> effects.at(key) != null)
                        .map(key -> Map.entry(Effects.workflow(key), Math.max(0, effects.at(key) - sent.at()))))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, TreeMap::new, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /** In nanoseconds. */
    void line(String what, LongStream healthy, LongStream outage) {
        double before = p99(healthy);
        double during = p99(outage);
        text.append("  %-34s %9.1f ms %9.1f ms %+7.0f %%%n"
                .formatted(what, before / 1e6, during / 1e6, 100 * (during - before) / before));
    }

    /** What a drill and the other systems say of it. @param waited how long after its end the effects came that waited, in nanoseconds */
    void drill(DrillReport drill, LongSummaryStatistics waited) {
        text.append("  %s for %.1f s: %s%n"
                .formatted(
                        drill.drill(),
                        Stretch.of(drill).seconds(),
                        drill.met().entrySet().stream()
                                .map(each -> each.getKey() + " " + each.getValue())
                                .collect(Collectors.joining(", "))));
        text.append("    %d effects waited, all were there %.1f s after its end; all recovered, it says, after %.1f s%n"
                .formatted(waited.getCount(), waited.getMax() / 1e9, drill.secondsToRecover()));
    }

    /** How the peer was called once it was well again, in each whole second until all was there. */
    void recovery(double normalPerSecond, long[] perSecond) {
        if (perSecond.length == 0) {
            return;
        }
        long most = Arrays.stream(perSecond).max().getAsLong();
        text.append("    calls a second: %.1f before, then %s%n"
                .formatted(
                        normalPerSecond,
                        Arrays.stream(perSecond)
                                .limit(60)
                                .mapToObj(Long::toString)
                                .collect(Collectors.joining(" "))));
        text.append("    at most %d, %.1f times as many as before%s%n"
                .formatted(
                        most,
                        most / normalPerSecond,
                        most > STAMPEDE * normalPerSecond ? ": more than " + STAMPEDE + " times" : ""));
    }

    private static LongStream longs(List<Long> values) {
        return values.stream().mapToLong(Long::longValue);
    }

    static double p99(LongStream values) {
        long[] sorted = values.sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
