package dev.aftertalk.bench;

import dev.aftertalk.bench.Events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What became of the events of one load: which were acknowledged, and how long that took. */
final class Load {

    static final int NO_ANSWER = -1;

    private final List<Event> events;
    private final long[] due;
    private final long[] answered;
    private final int[] status;
    private int posted;

    Load(List<Event> events) {
        this.events = events;
        due = new long[events.size()];
        answered = new long[events.size()];
        status = new int[events.size()];
    }

    void begun(int event, long nanos) {
        due[event] = nanos;
        posted = event + 1;
    }

    void answered(int event, int status, long nanos) {
        this.status[event] = status;
        answered[event] = nanos;
    }

    boolean acknowledged(int event) {
        return status[event] / 100 == 2;
    }

    /** @return how many were posted */
    int posted() {
        return posted;
    }

    /** @return how many of those posted were refused, or not answered */
    int errors() {
        return posted - (int) accepted().count();
    }

    /** @return those that were answered 2xx, with the time (of {@link System#nanoTime}) from when on what it takes counts */
    List<Acknowledged> acknowledged() {
        List<Acknowledged> all = new ArrayList<>();
        accepted().forEach(event -> all.add(new Acknowledged(events.get(event).visitor(), due[event])));
        return all;
    }

    /** @return those that were refused, not answered, or not posted */
    List<Event> notAcknowledged() {
        return IntStream.range(0, events.size())
                .filter(event -> !acknowledged(event))
                .mapToObj(events::get)
                .toList();
    }

    /** @return milliseconds from when each was due, or was posted, to its 2xx */
    double[] latencies() {
        return accepted()
                .mapToDouble(event -> (answered[event] - due[event]) / 1e6)
                .toArray();
    }

    /** @return of the first one posted, as {@link System#nanoTime} has it */
    long begin() {
        return due[0];
    }

    /** @return from the first one posted to the last one answered */
    double seconds() {
        long last = accepted().mapToLong(event -> answered[event]).max().orElse(begin());
        return (last - begin()) / 1e9;
    }

    private IntStream accepted() {
        return IntStream.range(0, posted).filter(this::acknowledged);
    }

    record Acknowledged(long visitor, long due) {}
}
