package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import dev.aftertalk.bench.Events.Event;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Everything that is measured of one contender, once, from a start without any state. */
final class Repetition {

    private final Contender contender;
    private final Ports ports;
    private final StandInsProcess standIns;
    private final Plan plan;
    private final List<String> threads;
    private final Figures figures = new Figures();

    Repetition(Contender contender, Ports ports, StandInsProcess standIns, Plan plan, List<String> threads) {
        this.contender = contender;
        this.ports = ports;
        this.standIns = standIns;
        this.plan = plan;
        this.threads = threads;
    }

    Figures measure() throws IOException, InterruptedException {
        Path folder = Children.folder();
        try {
            contender.prepare(folder);
            Usage.awaitQuiet();
            try (Server first = Server.start(contender, ports, folder)) {
                figures.put("start.millis", first.startMillis());
            }
            Usage.awaitQuiet();
            try (Server server = Server.start(contender, ports, folder)) {
                figures.put("restart.millis", server.startMillis());
                measure(server);
            }
        } finally {
            Children.delete(folder);
        }
        new Crash(contender, ports, standIns, plan).measure(figures);
        return figures;
    }

    private void measure(Server server) throws IOException, InterruptedException {
        Drive drive = new Drive(List.of(server), standIns, plan, threads, Optional.empty());
        idle(server);
        drive.warmUp();
        List<Event> others = server.events(plan.w0Events() / 2, false);
        LoadClient.closedLoop(List.of(server.port()), others, Plan.CONNECTIONS, plan.warmUp());
        w0(server);
        Usage.awaitQuiet();
        drive.fullLoad(figures);
        for (int rate : plan.rates()) {
            Usage.awaitQuiet();
            drive.atRate(figures, "at" + rate, rate);
        }
    }

    private void idle(Server server) throws InterruptedException {
        Usage.awaitQuiet();
        Usage usage = usage(server, List.of());
        Thread.sleep(plan.idle().toMillis());
        figures.put("idle.cpu", 100 * usage.serverCpuSeconds() / usage.seconds());
        figures.put("idle.memory", Proc.memory(server.pid()));
    }

    private Usage usage(Server server, List<String> of) {
        return new Usage(List.of(server), standIns.pid(), of, Optional.empty());
    }

    /** What it does for these events once they are acknowledged belongs to what they cost. */
    private void w0(Server server) throws InterruptedException {
        List<Event> events = server.events(plan.w0Events(), false);
        Usage.awaitQuiet();
        Usage usage = usage(server, threads);
        Load load = LoadClient.closedLoop(List.of(server.port()), events, Plan.CONNECTIONS, plan.w0());
        usage.awaitIdle();
        int acknowledged = load.acknowledged().size();
        usage.addTo(figures, "w0", acknowledged);
        figures.put("w0.rate", acknowledged / load.seconds());
        figures.put("w0.errors", load.errors());
        figures.putPercentiles("w0.ack", load.latencies());
    }
}
