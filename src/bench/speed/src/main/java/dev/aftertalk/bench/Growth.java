package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What an event costs in one situation, once. */
final class Growth {

    static final List<String> THREADS = List.of("ledger-writer");

    private final AftertalkContender aftertalk;
    private final Ports ports;
    private final StandInsProcess standIns;
    private final Plan plan;
    private final Path in;
    private final Duration quiet;

    /**
     * @param in where the ledger is made
     * @param quiet how long it waits at most, before each phase, until the machine does nothing else
     */
    Growth(AftertalkContender aftertalk, Ports ports, StandInsProcess standIns, Plan plan, Path in, Duration quiet) {
        this.aftertalk = aftertalk;
        this.ports = ports;
        this.standIns = standIns;
        this.plan = plan;
        this.in = in;
        this.quiet = quiet;
    }

    Figures measure(Situation situation) throws IOException, InterruptedException, SQLException {
        long free = Files.getFileStore(in).getUsableSpace();
        if (free < situation.space()) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s has %.1f GB left, and %.1f GB may be needed: name another with --folder",
                    in,
                    free / 1e9,
                    situation.space() / 1e9));
        }
        Path folder = Children.folder(in);
        try {
            situation.begin();
            return measure(situation, folder);
        } finally {
            situation.end();
            Children.delete(folder);
        }
    }

    private Figures measure(Situation situation, Path folder) throws IOException, InterruptedException, SQLException {
        Contender contender = new SituatedContender(aftertalk, situation);
        Figures figures = new Figures();
        contender.prepare(folder);
        Server.start(contender, ports, folder).close();
        Path ledger = folder.resolve("data/aftertalk.db");
        situation.fill(ledger);
        if (Files.exists(ledger)) {
            figures.put("ledger.size", Files.size(ledger) / 1024.0 / 1024);
        }
        Usage.awaitQuiet(quiet);
        try (Server server = Server.start(contender, ports, folder)) {
            figures.put("start.millis", server.startMillis());
            warmUp(server);
            Drive drive = new Drive(server, standIns, THREADS, situation.database());
            Usage.awaitQuiet(quiet);
            drive.measure(
                    figures,
                    "w1",
                    server.events(plan.w1Events(), true),
                    events -> LoadClient.closedLoop(server.port(), events, Plan.CONNECTIONS, Duration.ofSeconds(60)));
            for (int rate : plan.rates()) {
                Usage.awaitQuiet(quiet);
                drive.measure(
                        figures,
                        "at" + rate,
                        server.events((int) (rate * plan.atRate().toSeconds()), true),
                        events -> LoadClient.openLoop(server.port(), events, rate, false));
            }
            if (situation.token().isPresent()) {
                new Pages(server.port(), situation.token().get()).measure(figures);
            }
        }
        return figures;
    }

    private void warmUp(Server server) throws IOException, InterruptedException {
        standIns.reset();
        List<Events.Event> events = server.events(plan.warmUpEvents(), true);
        new Mails(standIns, LoadClient.closedLoop(server.port(), events, Plan.CONNECTIONS, Duration.ofSeconds(30)))
                .await();
    }
}
