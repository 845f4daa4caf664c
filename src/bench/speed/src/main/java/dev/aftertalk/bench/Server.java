package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import dev.aftertalk.bench.Contender.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A contender that runs. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Events EVENTS = new Events();

    private final Contender contender;
    private final Ports ports;
    private final Process process;
    private final Syncs syncs;
    private final double startMillis;

    private Server(Contender contender, Ports ports, Process process, Syncs syncs, double startMillis) {
        this.contender = contender;
        this.ports = ports;
        this.process = process;
        this.syncs = syncs;
        this.startMillis = startMillis;
    }

    /**
     * Starts it, and asks it every 20 ms until it acknowledges an event.
     *
     * @param folder where it keeps its state, prepared by the contender
     * @throws IllegalStateException with the end of its log, when it doesn't come up
     */
    static Server start(Contender contender, Ports ports, Path folder) throws IOException, InterruptedException {
        Path log = folder.resolve("server.log");
        Target target = contender.target(false);
        Syncs syncs = new Syncs(folder);
        long begin = System.nanoTime();
        Process process = Children.start(syncs.counted(contender.command(ports)), folder, log);
        while (!acknowledges(ports.server(), target)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                Children.kill(process);
                throw new IllegalStateException(contender.name() + " doesn't come up:\n" + end(log));
            }
            Thread.sleep(20);
        }
        return new Server(contender, ports, process, syncs, (System.nanoTime() - begin) / 1e6);
    }

    private static boolean acknowledges(int port, Target target) {
        List<Events.Event> probe = EVENTS.requests(1, target.path(), target.type());
        return LoadClient.closedLoop(List.of(port), probe, 1, Duration.ofSeconds(1))
                        .errors()
                == 0;
    }

    /** @return its last lines */
    static String end(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    /** @return from its start to the first acknowledgement */
    double startMillis() {
        return startMillis;
    }

    long pid() {
        return process.pid();
    }

    /** @return how often it has waited for the disk since its start; NaN where that isn't counted */
    double syncs() {
        return syncs.count();
    }

    /** @return events for it, which are posted to {@link #port} */
    List<Events.Event> events(int count, boolean mail) {
        Target target = contender.target(mail);
        return EVENTS.requests(count, target.path(), target.type());
    }

    int port() {
        return ports.server();
    }

    /** Asks it to end, and waits for that. */
    @Override
    public void close() throws InterruptedException {
        Children.stop(process);
    }

    void kill() throws InterruptedException {
        Children.kill(process);
    }
}
