package dev.aftertalk.bench;

import dev.aftertalk.bench.Events.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sends servers events that lead to a mail each: what these took, and what that cost. Several servers share them, each half of two. */
final class Drive {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final List<Server> servers;
    private final StandInsProcess standIns;
    private final Plan plan;
    private final List<String> threads;
    private final Optional<ProcessTree> database;

    /** @param database one that has processes of its own */
    Drive(
            List<Server> servers,
            StandInsProcess standIns,
            Plan plan,
            List<String> threads,
            Optional<ProcessTree> database) {
        this.servers = List.copyOf(servers);
        this.standIns = standIns;
        this.plan = plan;
        this.threads = threads;
        this.database = database;
    }

    /** Each of several servers as much as one alone. */
    void warmUp() throws IOException, InterruptedException {
        standIns.reset();
        Load load = LoadClient.closedLoop(
                ports(), events(plan.warmUpEvents() * servers.size()), Plan.CONNECTIONS, Duration.ofSeconds(30));
        new Mails(standIns, load).await();
    }

    /** Adds the phase w1. */
    void fullLoad(Figures figures) throws IOException, InterruptedException {
        measure(
                figures,
                "w1",
                events(plan.w1Events()),
                events -> LoadClient.closedLoop(ports(), events, Plan.CONNECTIONS, LONGEST));
    }

    /** @param phase what its figures' names begin with */
    void atRate(Figures figures, String phase, int rate) throws IOException, InterruptedException {
        measure(figures, phase, events((int) (rate * plan.atRate().toSeconds())), events -> open(events, rate));
    }

    /** The same for so long without measuring it. */
    void atRate(int rate, Duration time) {
        open(events((int) (rate * time.toSeconds())), rate);
    }

    private Load open(List<Event> events, int rate) {
        return LoadClient.openLoop(ports(), events, rate, false);
    }

    private List<Integer> ports() {
        return servers.stream().map(Server::port).toList();
    }

    private List<Event> events(int count) {
        return servers.get(0).events(count, true);
    }

    private void measure(Figures figures, String phase, List<Event> events, Function<List<Event>, Load> how)
            throws IOException, InterruptedException {
        standIns.reset();
        Usage usage = new Usage(servers, standIns.pid(), threads, database);
        Load load = how.apply(events);
        Mails mails = new Mails(standIns, load);
        mails.await();
        int acknowledged = load.acknowledged().size();
        usage.addTo(figures, phase, acknowledged);
        figures.put(phase + ".rate", acknowledged / load.seconds());
        figures.put(phase + ".errors", load.errors());
        figures.putPercentiles(phase + ".ack", load.latencies());
        mails.addTo(figures, phase);
    }
}
