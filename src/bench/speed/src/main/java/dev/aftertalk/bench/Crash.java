package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import dev.aftertalk.bench.Events.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The server is killed under load, as kill -9 does, while look-ups take long, and started again: what became of the acknowledged events. */
final class Crash {

    private static final int RATE = 30;
    private static final int EVENTS = 200;
    private static final Duration UNTIL_KILLED = Duration.ofSeconds(3);
    private static final long LATENCY_MILLIS = 200;

    private final Contender contender;
    private final Ports ports;
    private final StandInsProcess standIns;
    private final Plan plan;

    Crash(Contender contender, Ports ports, StandInsProcess standIns, Plan plan) {
        this.contender = contender;
        this.ports = ports;
        this.standIns = standIns;
        this.plan = plan;
    }

    void measure(Figures figures) throws IOException, InterruptedException {
        Path folder = Children.folder();
        standIns.latency(LATENCY_MILLIS);
        try {
            contender.prepare(folder);
            Load load;
            try (Server server = Server.start(contender, ports, folder)) {
                load = killed(server);
            }
            Mails mails = new Mails(standIns, load);
            try (Server again = Server.start(contender, ports, folder)) {
                mails.await(plan.afterCrash(), Duration.ofSeconds(5));
                figures.put("crash.acknowledged", load.acknowledged().size());
                figures.put("crash.restart.millis", again.startMillis());
                mails.addTo(figures, "crash");
            }
        } finally {
            standIns.latency(0);
            Children.delete(folder);
        }
    }

    /** @return the events that it was sent until it was gone */
    private Load killed(Server server) throws IOException, InterruptedException {
        standIns.reset();
        new Mails(standIns, LoadClient.openLoop(List.of(server.port()), server.events(50, true), RATE, false)).await();
        standIns.reset();
        List<Event> events = server.events(EVENTS, true);
        CompletableFuture<Load> load =
                CompletableFuture.supplyAsync(() -> LoadClient.openLoop(List.of(server.port()), events, RATE, true));
        Thread.sleep(UNTIL_KILLED.toMillis());
        server.kill();
        return load.join();
    }
}
