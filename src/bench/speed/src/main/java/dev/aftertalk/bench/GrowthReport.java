package dev.aftertalk.bench;

import dev.aftertalk.bench.Fit.Point;
import dev.aftertalk.bench.GrowthOptions.Factor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** How costs grow, as Markdown, for people. */
final class GrowthReport {

    private final GrowthResults results;
    private final StringBuilder text = new StringBuilder();

    GrowthReport(GrowthResults results) {
        this.results = results;
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    String markdown() {
        text.append(
                "# Growth\n\nWhat an event costs, by one factor at a time; times and sizes of each event, a mail for each.\n\n");
        results.machine().forEach((what, value) -> text.append("- ")
                .append(what)
                .append(": ")
                .append(value)
                .append('\n'));
        text.append(
                        "- of each figure the median of all repetitions; in brackets times the first column's; \"ten times\" is what ten times")
                .append(
                        " the size adds, by the line of least squares (in brackets what share of the differences it explains, of more than two sizes)\n");
        results.failures()
                .forEach(
                        failure -> text.append("- **failed**: ").append(failure).append('\n'));
        Stream.of(Factor.values()).forEach(this::factor);
        return text.toString();
    }

    private void factor(Factor factor) {
        List<String> situations = results.situations(factor.text());
        if (situations.isEmpty()) {
            return;
        }
        text.append("\n## ").append(factor.title()).append("\n\n| | ").append(String.join(" | ", situations));
        boolean sized = !Double.isNaN(results.size(factor.text(), situations.get(0))) && situations.size() > 1;
        text.append(sized ? " | ten times |\n|---|" : " |\n|---|");
        text.append("---:|".repeat(situations.size() + (sized ? 1 : 0))).append('\n');
        figures().forEach((figure, label) -> row(factor.text(), situations, sized, figure, label));
    }

    private Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        phase(figures, "w1", "full load");
        results.rates().forEach(rate -> phase(figures, "at" + rate, rate + "/s"));
        phase(figures, "deletes", "100/s and deletes");
        figures.put("deletes.seconds", "Deletes, from the first to the last, s");
        figures.put("deletes.events", "Events deleted");
        figures.put("figures.cpu", "CPU of the gauges that are read from the ledger, ms each time (every 10 s)");
        figures.put("w1.mails", "Mails a second, full load");
        figures.put("start.millis", "Start on what is there, ms");
        Pages.all().forEach((name, path) -> figures.put("page." + name, "`" + path + "`, ms"));
        figures.put("calls.conversation, to the end", "calls of `/api/events?conversation=` to the end");
        figures.put("ledger.size", "Ledger's file, MiB");
        return figures;
    }

    private static void phase(Map<String, String> figures, String phase, String when) {
        figures.put(phase + ".cpu", "CPU, ms, " + when);
        figures.put(phase + ".cpu.ledger-writer", "of that `ledger-writer`, " + when);
        figures.put(phase + ".database.cpu", "CPU of the database's processes, ms, " + when);
        figures.put(phase + ".ack.p50", "Half acknowledged within, ms, " + when);
        figures.put(phase + ".ack.p99", "99 % acknowledged within, ms, " + when);
        figures.put(phase + ".written", "Written to disk, KiB, " + when);
        figures.put(phase + ".database.written", "Written by the database's processes, KiB, " + when);
        figures.put(phase + ".syncs", "Waits for the disk (syncs), " + when);
        figures.put(phase + ".database.syncs", "Waits of the database's processes, " + when);
        figures.put(phase + ".errors", "Not acknowledged, " + when);
        figures.put(phase + ".lost", "**Lost**, " + when);
        figures.put(phase + ".doubled", "**Mails too many**, " + when);
        figures.put(phase + ".others", "Cores that others used, " + when);
    }

    private void row(String factor, List<String> situations, boolean sized, String figure, String label) {
        List<Double> medians = new ArrayList<>();
        situations.forEach(situation -> medians.add(Statistics.median(results.values(factor, situation, figure))));
        if (medians.stream().allMatch(value -> value.isNaN())) {
            return;
        }
        text.append("| ").append(label);
        for (int i = 0; i < medians.size(); i++) {
            text.append(" | ").append(Report.number(medians.get(i)));
            double ratio = medians.get(i) / medians.get(0);
            if (i > 0 && Double.isFinite(ratio)) {
                text.append(" (").append(Report.number(ratio)).append(')');
            }
        }
        text.append(sized ? " | " + tenTimes(factor, situations, figure) : "").append(" |\n");
    }

    private String tenTimes(String factor, List<String> situations, String figure) {
        List<Point> points = new ArrayList<>();
        for (String situation : situations) {
            double size = results.size(factor, situation);
            results.values(factor, situation, figure).forEach(value -> points.add(new Point(size, value)));
        }
        Fit fit = Fit.of(points);
        if (Double.isNaN(fit.explained())) {
            return "–";
        }
        String share = points.stream().map(Point::size).distinct().count() > 2
                ? String.format(Locale.ROOT, " (%.0f %%)", 100 * fit.explained())
                : "";
        return String.format(Locale.ROOT, "%+.3f", fit.perDecade()) + share;
    }
}
