package dev.aftertalk.bench;

import dev.aftertalk.bench.Events.Event;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A phase in which each event leads to a mail: what the events and their mails took, and what that cost. */
final class Drive {

    private final Server server;
    private final StandInsProcess standIns;
    private final List<String> threads;
    private final Optional<ProcessTree> database;

    Drive(Server server, StandInsProcess standIns, List<String> threads) {
        this(server, standIns, threads, Optional.empty());
    }

    /** @param database one that has processes of its own */
    Drive(Server server, StandInsProcess standIns, List<String> threads, Optional<ProcessTree> database) {
        this.server = server;
        this.standIns = standIns;
        this.threads = threads;
        this.database = database;
    }

    /** @param phase what its figures' names begin with */
    void measure(Figures figures, String phase, List<Event> events, Function<List<Event>, Load> how)
            throws IOException, InterruptedException {
        standIns.reset();
        Usage usage = new Usage(server.pid(), standIns.pid(), threads, database);
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
