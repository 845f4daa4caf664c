package dev.aftertalk.bench;

import dev.aftertalk.bench.Contender.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How long the server takes for each page of the console, with what is in the ledger of a large shop. See README.md. */
final class ConsoleBenchmark {

    private static final String PASSWORD = "first-password";
    private static final List<String> LOGIN = List.of("--security.first-password=" + PASSWORD);

    private final ConsoleOptions options;
    private final AftertalkContender aftertalk;

    /** Column by column, page by page. */
    private final Map<String, Map<String, List<Double>>> found = new LinkedHashMap<>();

    ConsoleBenchmark(ConsoleOptions options) {
        this.options = options;
        aftertalk = new AftertalkContender("aftertalk", options.jar(), options.java(), List.of(), false);
    }

    /** @return 0 */
    int run() throws IOException, InterruptedException, SQLException {
        if (options.sqlite() > 0) {
            SpeedBenchmark.say("SQLite, " + GrowthReport.count(options.sqlite()) + " runs");
            measure("SQLite, " + GrowthReport.count(options.sqlite()) + " runs", new Filled());
        }
        if (options.postgres() > 0) {
            SpeedBenchmark.say("PostgreSQL, " + GrowthReport.count(options.postgres()) + " runs");
            PostgresCluster cluster = PostgresCluster.start(options.folder());
            try {
                measure("PostgreSQL, " + GrowthReport.count(options.postgres()) + " runs", new FilledPostgres(cluster));
            } finally {
                cluster.stop();
            }
        }
        String report = report();
        Files.createDirectories(options.results());
        Files.writeString(options.results().resolve("console.md"), report);
        System.out.println(report);
        return 0;
    }

    /** SQLite with what is there already. */
    private final class Filled implements Situation {

        @Override
        public String label() {
            return "SQLite";
        }

        @Override
        public List<String> settings() {
            return LOGIN;
        }

        @Override
        public void fill(Path ledger) throws SQLException {
            try (LedgerFill fill = new LedgerFill(ledger)) {
                fill.events(options.sqlite() / 2, 0, "none");
                fill.dead(options.dead());
                fill.keepFirstPassword();
            }
        }
    }

    /** PostgreSQL with what is there already. */
    private final class FilledPostgres implements Situation {

        private final PostgresCluster cluster;

        FilledPostgres(PostgresCluster cluster) {
            this.cluster = cluster;
        }

        @Override
        public String label() {
            return "PostgreSQL";
        }

        @Override
        public List<String> settings() {
            List<String> settings = new ArrayList<>(cluster.settings());
            settings.addAll(LOGIN);
            return settings;
        }

        @Override
        public void fill(Path ledger) {
            try {
                new PostgresFill(cluster).fill(options.postgres() / 2, options.dead());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void measure(String column, Situation situation) throws IOException, InterruptedException, SQLException {
        Path folder = Children.folder(options.folder());
        Ports ports = Ports.free();
        Contender contender = new SituatedContender(aftertalk, situation);
        contender.prepare(folder);
        Server.start(contender, ports, folder).close();
        situation.fill(folder.resolve("data/aftertalk.db"));
        Server server = Server.start(contender, ports, folder);
        try {
            ConsolePages pages = new ConsolePages(ports.server());
            pages.logIn(PASSWORD);
            Map<String, List<Double>> times = new LinkedHashMap<>();
            for (Map.Entry<String, String> page : pages.all().entrySet()) {
                times.put(page.getKey(), pages.take(page.getValue(), options.times()));
                SpeedBenchmark.say(String.format(
                        Locale.ROOT, "  %s: %.0f ms", page.getValue(), Statistics.median(times.get(page.getKey()))));
            }
            found.put(column, times);
        } finally {
            server.close();
            Children.delete(folder);
        }
    }

    private String report() throws IOException {
        StringBuilder text = new StringBuilder("# How long the console's pages take\n\n");
        SpeedBenchmark.machine(options.java(), List.of(aftertalk)).forEach((name, value) -> text.append("- ")
                .append(name)
                .append(": ")
                .append(value)
                .append('\n'));
        text.append("\n")
                .append(options.times())
                .append(" times each, one after the other, as an admin; ")
                .append(GrowthReport.count(options.dead()))
                .append(
                        " runs are dead. Milliseconds until the whole page is there: half of the times, and the longest.\n\n| page |");
        List<String> columns = new ArrayList<>(found.keySet());
        columns.forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n|---|").append("---:|".repeat(columns.size())).append('\n');
        for (String page : found.get(columns.get(0)).keySet()) {
            text.append("| ").append(page).append(" |");
            for (String column : columns) {
                List<Double> times = found.get(column).get(page);
                text.append(String.format(
                        Locale.ROOT, " %.0f, %.0f |", Statistics.median(times), Statistics.largest(times)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
