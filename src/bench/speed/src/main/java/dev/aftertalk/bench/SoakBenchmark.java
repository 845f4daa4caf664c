package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Whether a server that works for hours or days stays as it is, and loses and doubles nothing. See README.md. */
final class SoakBenchmark {

    private static final double BYTES_AN_EVENT = 2500;

    /** Otherwise the serial collector leaves dead objects of up to 5 % of the heap in three full collections of four, and counts them as used. */
    private static final String COUNTS_NO_DEAD = "-XX:MarkSweepAlwaysCompactCount=1";

    private final SoakOptions options;
    private final AftertalkContender aftertalk;

    SoakBenchmark(SoakOptions options) {
        this.options = options;
        aftertalk = new AftertalkContender("aftertalk", options.jar(), options.java(), List.of(COUNTS_NO_DEAD), false);
    }

    /** @return 0, or 1 when something was lost or doubled, an edit did not run or a backlog did not go */
    int run() throws IOException, InterruptedException, SQLException {
        checkSpace();
        Path folder = Children.folder(options.folder());
        Ports ports = Ports.free();
        StandInsProcess standIns = new StandInsProcess(options.java(), ports, folder);
        SoakServer server = SoakServer.start(aftertalk, options, ports);
        SoakResults.Steady steady = null;
        if (!options.steady().isZero()) {
            SpeedBenchmark.say("with edits and outages, "
                    + SoakReport.time(options.steady().toSeconds()));
            steady = new SoakPhase(server, standIns, options).steady();
            write(new SoakResults(machine(), steady, null));
        }
        SoakResults.Killing killing = null;
        if (!options.killing().isZero()) {
            SpeedBenchmark.say(
                    "with kills, " + SoakReport.time(options.killing().toSeconds()));
            killing = new SoakPhase(server, standIns, options).killing();
        }
        server.stop();
        standIns.stop();
        Children.delete(folder);
        return verdict(new SoakResults(machine(), steady, killing));
    }

    private void checkSpace() throws IOException {
        double needed = options.steady().plus(options.killing()).toSeconds() * options.rate() * BYTES_AN_EVENT;
        double free = Files.getFileStore(options.folder()).getUsableSpace();
        if (free < needed) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s has %.1f GB left, and %.1f GB may be needed: name another with --folder",
                    options.folder(),
                    free / 1e9,
                    needed / 1e9));
        }
    }

    private Map<String, String> machine() throws IOException {
        Map<String, String> machine = SpeedBenchmark.machine(options.java(), List.of(aftertalk));
        machine.computeIfPresent(
                aftertalk.name(), (name, what) -> what.replace(", SQLite:", ", " + SoakServer.label(options) + ":"));
        machine.put("load", options.rate() + " events a second, a mail for each");
        if (!options.steady().isZero()) {
            putTime(machine, "not fitted are the first", options.warmUp());
            putTime(machine, "an edit every", options.edits());
            putTime(machine, "an outage every", options.outageEvery());
            putTime(machine, "each for", options.outageEvery().isZero() ? Duration.ZERO : options.outageFor());
        }
        if (!options.killing().isZero()) {
            putTime(machine, "a kill every", options.killEvery());
        }
        return machine;
    }

    private static void putTime(Map<String, String> machine, String what, Duration time) {
        if (!time.isZero()) {
            machine.put(what, SoakReport.time(time.toSeconds()));
        }
    }

    private int verdict(SoakResults results) throws IOException {
        System.out.println(new SoakReport(results).markdown());
        write(results);
        return results.isRight() ? 0 : 1;
    }

    private void write(SoakResults results) throws IOException {
        if (options.results() != null) {
            results.write(options.results());
        }
    }
}
