package dev.aftertalk.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The figures as Markdown, for people. */
final class Report {

    private final Results results;
    private final List<String> contenders;
    private final StringBuilder text = new StringBuilder();

    Report(Results results) {
        this.results = results;
        this.contenders = results.contenders();
    }

    String markdown() {
        text.append("# Speed\n\n");
        results.machine().forEach((what, value) -> text.append("- ")
                .append(what)
                .append(": ")
                .append(value)
                .append('\n'));
        text.append("- repetitions: ")
                .append(results.repetitions())
                .append("; of each figure the median (smallest..largest)\n");
        results.failures()
                .forEach(
                        failure -> text.append("- **failed**: ").append(failure).append('\n'));
        costs(
                "Times plain Camel's (less is better)",
                PlainCamelContender.NAME,
                contenders.subList(1, contenders.size()));
        if (contenders.size() > 2) {
            costs(
                    "Times " + contenders.get(1) + "'s (less is better)",
                    contenders.get(1),
                    contenders.subList(2, contenders.size()));
        }
        fullLoad();
        atRates();
        section("Start and idle");
        row("Start, ms", "start.millis");
        row("Start on kept state, ms", "restart.millis");
        row("CPU, % of a core", "idle.cpu");
        row("Memory, MiB", "idle.memory");
        crash();
        others();
        return text.toString();
    }

    private void costs(String title, String other, List<String> compared) {
        table(title, compared);
        for (Cost cost : Cost.all(results.rates())) {
            line(cost.label(), compared, contender -> cell(cost.ratios(results, contender, other)));
        }
    }

    private void fullLoad() {
        section("Full load, " + Plan.CONNECTIONS + " connections, nothing to do");
        row("Acknowledged a second", "w0.rate");
        row("Half within, ms", "w0.ack.p50");
        row("99 % within, ms", "w0.ack.p99");
        rows("w0");
        section("Full load, " + Plan.CONNECTIONS + " connections, a mail for each event");
        row("Acknowledged a second", "w1.rate");
        row("Mails a second", "w1.mails");
        line(
                "Mails a second, largest ÷ smallest",
                contenders,
                contender -> number(Statistics.spread(results.values(contender, "w1.mails"))));
        row("Half acknowledged within, ms", "w1.ack.p50");
        row("99 % acknowledged within, ms", "w1.ack.p99");
        rows("w1");
        row("Most memory, MiB", "w1.memory");
    }

    private void atRates() {
        for (int rate : results.rates()) {
            String phase = "at" + rate;
            section(rate + " events a second, a mail for each; times from when each was due");
            row("Half acknowledged within, ms", phase + ".ack.p50");
            row("95 % acknowledged within, ms", phase + ".ack.p95");
            row("99 % acknowledged within, ms", phase + ".ack.p99");
            row("All acknowledged within, ms", phase + ".ack.max");
            row("Half of the mails within, ms", phase + ".mail.p50");
            row("99 % of the mails within, ms", phase + ".mail.p99");
            rows(phase);
        }
    }

    /** What there is of each phase. */
    private void rows(String phase) {
        row("CPU an event, ms", phase + ".cpu");
        results.runs().stream()
                .flatMap(run -> run.figures().keySet().stream())
                .filter(name -> name.startsWith(phase + ".cpu."))
                .distinct()
                .forEach(name -> row("of that `" + name.substring(phase.length() + 5) + "`, ms", name));
        row("without the JIT compilers, ms", phase + ".work");
        row("Written to disk an event, KiB", phase + ".written");
        row("Waits for the disk (syncs) an event", phase + ".syncs");
    }

    private void crash() {
        section("Killed under load (kill -9) and started again; all repetitions together");
        sum("Acknowledged", "crash.acknowledged");
        sum("**Lost**", "crash.lost");
        sum("**Mails too many**", "crash.doubled");
        row("Start after it, ms", "crash.restart.millis");
        section("All other phases together");
        line("Not acknowledged", contenders, contender -> total(contender, ".errors"));
        line("**Lost**", contenders, contender -> total(contender, ".lost"));
        line("**Mails too many**", contenders, contender -> total(contender, ".doubled"));
        line("Mails that said something else", contenders, contender -> total(contender, ".wrong"));
    }

    private void others() {
        section("What other processes used meanwhile, in cores (with 0.3 or more a figure says little)");
        for (String phase : phases()) {
            row(phase, phase + ".others");
        }
    }

    private List<String> phases() {
        List<String> phases = new ArrayList<>(List.of("w0", "w1"));
        results.rates().forEach(rate -> phases.add("at" + rate));
        return phases;
    }

    private String total(String contender, String what) {
        return String.valueOf(phases().stream()
                .mapToLong(phase -> results.sum(contender, phase + what))
                .sum());
    }

    private void section(String title) {
        table(title, contenders);
    }

    private void table(String title, List<String> columns) {
        text.append("\n## ")
                .append(title)
                .append("\n\n| | ")
                .append(String.join(" | ", columns))
                .append(" |\n|---|");
        text.append("---:|".repeat(columns.size())).append('\n');
    }

    private void row(String label, String figure) {
        line(label, contenders, contender -> cell(results.values(contender, figure)));
    }

    private void sum(String label, String figure) {
        line(label, contenders, contender -> String.valueOf(results.sum(contender, figure)));
    }

    private void line(String label, List<String> columns, Function<String, String> cell) {
        text.append("| ").append(label);
        columns.forEach(column -> text.append(" | ").append(cell.apply(column)));
        text.append(" |\n");
    }

    private static String cell(List<Double> values) {
        double median = Statistics.median(values);
        if (Double.isNaN(median)) {
            return "–";
        }
        String range = number(Statistics.smallest(values)) + ".." + number(Statistics.largest(values));
        return values.size() == 1 ? number(median) : number(median) + " (" + range + ")";
    }

    static String number(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
