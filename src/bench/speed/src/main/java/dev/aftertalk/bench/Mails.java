package dev.aftertalk.bench;

import dev.aftertalk.bench.Load.Acknowledged;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The mails that a load leads to. */
final class Mails {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final StandInsProcess standIns;
    private final Load load;
    private final List<Acknowledged> acknowledged;

    Mails(StandInsProcess standIns, Load load) {
        this.standIns = standIns;
        this.load = load;
        this.acknowledged = load.acknowledged();
    }

    /** Until there is one for each event that was acknowledged, or none has come for 20 seconds. */
    void await() throws IOException, InterruptedException {
        await(PATIENCE, Duration.ZERO);
    }

    /**
     * @param patience how long there may come none while some are missing
     * @param afterwards how long there must have come none when all are there
     */
    void await(Duration patience, Duration afterwards) throws IOException, InterruptedException {
        long last = System.nanoTime();
        int before = -1;
        while (true) {
            int now = standIns.visitors() + standIns.duplicates();
            if (now != before) {
                before = now;
                last = System.nanoTime();
            }
            boolean all = standIns.visitors() >= acknowledged.size();
            if (System.nanoTime() - last >= (all ? afterwards : patience).toNanos()) {
                return;
            }
            Thread.sleep(20);
        }
    }

    /** Adds how many came in a second and after what time, and how many are missing, came twice, or were wrong. */
    void addTo(Figures figures, String phase) throws IOException, InterruptedException {
        Map<Long, Long> arrivals = standIns.arrivals();
        List<Acknowledged> there = acknowledged.stream()
                .filter(event -> arrivals.containsKey(event.visitor()))
                .toList();
        double[] latencies = there.stream()
                .mapToDouble(event -> (arrivals.get(event.visitor()) - event.due()) / 1e6)
                .toArray();
        long last = there.stream()
                .mapToLong(event -> arrivals.get(event.visitor()))
                .max()
                .orElse(load.begin());
        figures.put(phase + ".mails", there.size() / ((last - load.begin()) / 1e9));
        figures.putPercentiles(phase + ".mail", latencies);
        figures.put(phase + ".lost", acknowledged.size() - there.size());
        figures.put(phase + ".doubled", standIns.duplicates());
        figures.put(phase + ".wrong", standIns.unknown());
    }
}
