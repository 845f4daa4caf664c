package dev.aftertalk.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Kills of the server under load, as kill -9 does. The first is after half of the time between two, so that each has some before and behind it. */
final class SoakKills implements SoakTask {

    private final SoakServer server;
    private final Duration every;
    private final Duration length;
    private final List<Double> millis = new ArrayList<>();

    /** @param length of the phase, at whose end there is none */
    SoakKills(SoakServer server, Duration every, Duration length) {
        this.server = server;
        this.every = every;
        this.length = length;
    }

    @Override
    public void tick(Duration now) throws IOException, InterruptedException {
        Duration due = every.multipliedBy(2L * millis.size() + 1).dividedBy(2);
        if (now.compareTo(due) >= 0 && due.compareTo(length) < 0) {
            millis.add(server.killAndStart());
            SpeedBenchmark.say("  killed, and there again after " + Math.round(millis.get(millis.size() - 1)) + " ms");
        }
    }

    /** @return of each, from the start after it to the first acknowledgement */
    List<Double> millis() {
        return List.copyOf(millis);
    }
}
