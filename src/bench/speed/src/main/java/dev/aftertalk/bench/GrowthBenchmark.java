package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import dev.aftertalk.bench.GrowthOptions.Factor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongFunction;

/** How what an event costs grows, by one factor at a time while all others stay. See README.md. */
final class GrowthBenchmark {

    private final GrowthOptions options;
    private final AftertalkContender aftertalk;
    private final GrowthResults results;

    GrowthBenchmark(GrowthOptions options) throws IOException {
        this.options = options;
        aftertalk = new AftertalkContender("aftertalk", options.jar(), options.java(), List.of(), false);
        results = GrowthResults.of(
                SpeedBenchmark.machine(options.java(), List.of(aftertalk)),
                options.plan().rates());
        if (options.add()) {
            results.addOthers(GrowthResults.read(file()), situations());
        }
    }

    private Path file() {
        return options.results().resolve("growth.json");
    }

    /** @return 0, or 1 when something could not be measured */
    int run() throws IOException, InterruptedException {
        Map<Factor, List<Situation>> situations = situations();
        Path folder = Children.folder(options.folder());
        Ports ports = Ports.free();
        StandInsProcess standIns = new StandInsProcess(options.java(), ports, folder);
        Growth growth = new Growth(aftertalk, ports, standIns, options.plan(), options.folder(), options.quiet());
        for (int repetition = 1; repetition <= options.repetitions(); repetition++) {
            for (Map.Entry<Factor, List<Situation>> of : situations.entrySet()) {
                for (Situation situation : of.getValue()) {
                    measure(growth, of.getKey(), situation, repetition);
                }
            }
        }
        standIns.stop();
        Children.delete(folder);
        System.out.println(new GrowthReport(results).markdown());
        results.failures().forEach(System.err::println);
        return results.failures().isEmpty() ? 0 : 1;
    }

    private Map<Factor, List<Situation>> situations() {
        Map<Factor, List<Situation>> all = new LinkedHashMap<>();
        for (Factor factor : options.factors()) {
            all.put(
                    factor,
                    switch (factor) {
                        case HISTORY -> each(options.history(), FilledLedger::history);
                        case DELETES -> each(options.deletes(), DailyDeletes::new);
                        case POSTGRES ->
                            List.of(new OnSqlite("SQLite"), new OnPostgres("PostgreSQL", 1, options.folder()));
                        case NODES ->
                            each(options.nodes(), nodes -> new OnPostgres("" + nodes, (int) nodes, options.folder()));
                        case BACKLOG ->
                            each(options.backlog(), due -> FilledLedger.backlog(due, most(options.backlog())));
                        case WORKFLOWS -> each(options.workflows(), ManyWorkflows::new);
                    });
        }
        return all;
    }

    private static List<Situation> each(List<Long> sizes, LongFunction<Situation> of) {
        List<Situation> all = new ArrayList<>();
        sizes.forEach(size -> all.add(of.apply(size)));
        return all;
    }

    private static long most(List<Long> sizes) {
        return sizes.get(sizes.size() - 1);
    }

    private void measure(Growth growth, Factor factor, Situation situation, int repetition)
            throws IOException, InterruptedException {
        String what =
                factor.text() + " " + situation.label() + ", repetition " + repetition + " of " + options.repetitions();
        SpeedBenchmark.say(what);
        try {
            Figures figures = growth.measure(situation);
            results.add(factor, situation, repetition, figures);
            SpeedBenchmark.say("  " + brief(figures));
        } catch (IOException | SQLException | RuntimeException e) {
            SpeedBenchmark.say("  failed: " + e.getMessage());
            results.failures().add(what + ": " + e);
        }
        results.write(file());
        Files.writeString(options.results().resolve("growth.md"), new GrowthReport(results).markdown());
    }

    private static String brief(Figures figures) {
        return String.format(
                Locale.ROOT,
                "full load: %.2f ms CPU an event, %.3f of them the writer, acknowledged within %.1f/%.1f ms, %.1f KiB written, others %.2f cores",
                figures.get("w1.cpu"),
                figures.get("w1.cpu.ledger-writer"),
                figures.get("w1.ack.p50"),
                figures.get("w1.ack.p99"),
                figures.get("w1.written"),
                figures.get("w1.others"));
    }

    /** As it comes. */
    private record OnSqlite(String label) implements Situation {}
}
