package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What Aftertalk costs beside Camel alone: both do the same, one after the other, again and again. See README.md.
 *
 * <p>All of it stays on this machine, and everything that was started is ended with it.
 */
public final class SpeedBenchmark {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Options options;
    private final Results results;

    private SpeedBenchmark(Options options) throws IOException {
        this.options = options;
        List<String> names = options.contenders().stream().map(Contender::name).toList();
        results = Results.of(
                machine(options.java(), options.contenders()),
                names,
                options.plan().rates());
    }

    public static void main(String... arguments) throws Exception {
        String what = arguments.length > 0 && !arguments[0].startsWith("--") ? arguments[0] : "";
        String[] rest = what.isEmpty() ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        if (List.of(arguments).contains("--help")) {
            System.out.print(
                    switch (what) {
                        case "growth" -> GrowthOptions.HELP;
                        case "console" -> ConsoleOptions.HELP;
                        case "soak" -> SoakOptions.HELP;
                        default -> Options.HELP;
                    });
            return;
        }
        int status;
        try {
            status = switch (what) {
                case "growth" -> new GrowthBenchmark(GrowthOptions.of(rest)).run();
                case "console" -> new ConsoleBenchmark(ConsoleOptions.of(rest)).run();
                case "soak" -> new SoakBenchmark(SoakOptions.of(rest)).run();
                case "" -> new SpeedBenchmark(Options.of(rest)).run();
                default -> throw new IllegalArgumentException("There are growth, console and soak, and no " + what);
            };
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            status = 2;
        }
        System.exit(status);
    }

    /** @return 0, or 1 when a repetition failed or a cost has grown */
    private int run() throws IOException, InterruptedException {
        Kept kept = options.check() == null ? null : Kept.read(options.check());
        Path folder = Children.folder();
        Ports ports = Ports.free();
        StandInsProcess standIns = new StandInsProcess(options.java(), ports, folder);
        for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
            for (Contender contender : inTurn(repetition)) {
                measure(contender, repetition, ports, standIns);
            }
        }
        standIns.stop();
        Children.delete(folder);
        return verdict(kept);
    }

    /** Forwards and backwards by turns, as whoever comes later may find the machine warmer. */
    private List<Contender> inTurn(int repetition) {
        List<Contender> contenders = new ArrayList<>(options.contenders());
        if (repetition % 2 == 0) {
            Collections.reverse(contenders);
        }
        return contenders;
    }

    private void measure(Contender contender, int repetition, Ports ports, StandInsProcess standIns)
            throws IOException, InterruptedException {
        String what = contender.name() + ", repetition " + repetition + " of " + options.repetitions();
        say(what);
        try {
            Figures figures = new Repetition(contender, ports, standIns, options.plan(), options.threads()).measure();
            results.add(contender.name(), repetition, figures);
            say("  " + brief(figures));
        } catch (IOException | RuntimeException e) {
            say("  failed: " + e.getMessage());
            results.failures().add(what + ": " + e);
        }
        write();
    }

    private static String brief(Figures figures) {
        return String.format(
                Locale.ROOT,
                "start %.0f ms, idle %.2f %% and %.0f MiB, %.0f/s acknowledged, %.0f mails/s at %.2f ms CPU and %.2f syncs, others %.2f cores, crash: %.0f lost, %.0f doubled",
                figures.get("start.millis"),
                figures.get("idle.cpu"),
                figures.get("idle.memory"),
                figures.get("w0.rate"),
                figures.get("w1.mails"),
                figures.get("w1.cpu"),
                figures.get("w1.syncs"),
                figures.get("w1.others"),
                figures.get("crash.lost"),
                figures.get("crash.doubled"));
    }

    private void write() throws IOException {
        results.write(options.results().resolve("speed.json"));
        Files.writeString(options.results().resolve("speed.md"), new Report(results).markdown());
        Files.writeString(options.results().resolve("speed.svg"), new Picture(results).svg());
    }

    private int verdict(Kept kept) throws IOException {
        System.out.println(Files.readString(options.results().resolve("speed.md")));
        List<String> faults = new ArrayList<>(results.failures());
        Kept.Release now = Kept.release(options.release(), results, options.last());
        if (kept != null) {
            faults.addAll(kept.grown(now));
        }
        faults.forEach(System.err::println);
        if (options.release() != null && results.failures().isEmpty()) {
            Kept.write(options.results().resolve("ratios.json"), now);
        }
        return faults.isEmpty() ? 0 : 1;
    }

    static Map<String, String> machine(String java, List<Contender> contenders) throws IOException {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        String cpu = Proc.text(Path.of("/proc/cpuinfo"))
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.split(":", 2)[1].strip())
                .findFirst()
                .orElse("unknown");
        machine.put("cores", Runtime.getRuntime().availableProcessors() + " of " + cpu);
        machine.put("Linux", System.getProperty("os.version"));
        machine.put("Java", javaVersion(java));
        for (Contender contender : contenders) {
            machine.put(contender.name(), contender.what());
        }
        return machine;
    }

    private static String javaVersion(String java) throws IOException {
        Process process =
                new ProcessBuilder(java, "-version").redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        return said.lines().skip(1).findFirst().orElse(said).strip();
    }

    static void say(String line) {
        System.err.println(CLOCK.format(LocalTime.now()) + " " + line);
    }
}
