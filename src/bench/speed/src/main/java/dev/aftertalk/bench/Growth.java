package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
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
        List<Path> nodes = new ArrayList<>();
        for (int number = 1; number <= situation.nodes(); number++) {
            Path node = Files.createDirectory(folder.resolve("node" + number));
            contender.prepare(node);
            nodes.add(node);
        }
        Server.start(contender, ports, nodes.get(0)).close();
        Path ledger = nodes.get(0).resolve("data/aftertalk.db");
        situation.fill(ledger);
        if (Files.exists(ledger)) {
            figures.put("ledger.size", Files.size(ledger) / 1024.0 / 1024);
        }
        Usage.awaitQuiet(quiet);
        List<Server> servers = new ArrayList<>();
        try {
            for (Path node : nodes) {
                servers.add(Server.start(contender, servers.isEmpty() ? ports : ports.another(), node));
            }
            figures.put("start.millis", servers.get(0).startMillis());
            measure(figures, situation, servers, ledger);
        } finally {
            for (Server server : servers) {
                server.close();
            }
        }
        return figures;
    }

    private void measure(Figures figures, Situation situation, List<Server> servers, Path ledger)
            throws IOException, InterruptedException, SQLException {
        Drive drive = new Drive(servers, standIns, plan, THREADS, situation.database());
        drive.warmUp();
        Usage.awaitQuiet(quiet);
        drive.fullLoad(figures);
        for (int rate : plan.rates()) {
            Usage.awaitQuiet(quiet);
            drive.atRate(figures, "at" + rate, rate);
        }
        situation.measureMore(figures, servers.get(0), drive, ledger);
    }
}
