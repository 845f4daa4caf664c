package dev.aftertalk.bench;

import java.util.List;
import java.util.Locale;

/** What came of a soak, as Markdown, for people. */
final class SoakReport {

    private final SoakResults results;
    private final StringBuilder text = new StringBuilder();

    SoakReport(SoakResults results) {
        this.results = results;
    }

    String markdown() {
        text.append("# Soak\n\nHow a server does that works for hours.\n\n");
        results.machine().forEach((what, value) -> line("- " + what + ": " + value));
        mails();
        if (results.steady() != null) {
            trends();
            edits();
            outages();
        }
        if (results.killing() != null) {
            kills();
        }
        return text.toString();
    }

    private void mails() {
        line("\n## Events and their mails\n");
        line(
                "| | acknowledged | posted again | **lost** | **mails too many** | sent once more, as the ledger says | wrong |");
        line("|---|---:|---:|---:|---:|---:|---:|");
        if (results.steady() != null) {
            mails(
                    "with edits and outages, " + time(results.steady().seconds()),
                    results.steady().mails());
        }
        if (results.killing() != null) {
            mails(
                    "with kills, " + time(results.killing().seconds()),
                    results.killing().mails());
        }
        if (results.steady() != null) {
            notes(
                    results.steady().mails().notes(),
                    results.steady().failures(),
                    results.steady().errors());
        }
        if (results.killing() != null) {
            notes(
                    results.killing().mails().notes(),
                    List.of(),
                    results.killing().errors());
        }
    }

    private void mails(String phase, SoakMails mails) {
        line("| " + phase + " | " + GrowthReport.count(mails.acknowledged()) + " | " + mails.postedAgain() + " | "
                + mails.lost() + " | " + mails.doubled() + " | " + mails.sentOnceMore() + " | " + mails.strange()
                + " |");
    }

    private void notes(List<String> notes, List<String> failures, List<String> errors) {
        if (notes.isEmpty() && failures.isEmpty() && errors.isEmpty()) {
            return;
        }
        line("");
        failures.forEach(failure -> line("- **failed**: " + failure));
        notes.forEach(note -> line("- " + note));
        errors.forEach(error -> line("- `" + error + "`"));
    }

    private void trends() {
        line("\n## How it went over time\n");
        line(
                "After the warm-up, and without what was noted while an outage was felt. By the line of least squares; ± is its standard error.\n");
        line("| | first | last | mean | an hour | of the mean |");
        line("|---|---:|---:|---:|---:|---:|");
        SoakResults.fitted().forEach((name, label) -> {
            Trend trend = results.steady().trends().get(name);
            line("| " + label + " | " + Report.number(trend.first()) + " | " + Report.number(trend.last()) + " | "
                    + Report.number(trend.mean()) + " | " + slope(trend) + " | " + share(trend) + " |");
        });
    }

    private static String slope(Trend trend) {
        return Double.isNaN(trend.error())
                ? "–"
                : String.format(Locale.ROOT, "%+.3f ± %.3f", trend.perHour(), trend.error());
    }

    private static String share(Trend trend) {
        return Double.isNaN(trend.shareAnHour())
                ? "–"
                : String.format(Locale.ROOT, "%+.2f %%", 100 * trend.shareAnHour());
    }

    private void edits() {
        List<Double> millis = results.steady().editMillis();
        line("\n## Edits\n");
        line(millis.size() + " of " + results.steady().edits() + " edits of the workflow ran; half within "
                + Report.number(Statistics.median(millis)) + " ms, all within "
                + Report.number(Statistics.largest(millis)) + " ms.");
    }

    private void outages() {
        line("\n## Outages of the mail server\n");
        line("| began, minute | mails behind after it | until none was late any more, s |");
        line("|---:|---:|---:|");
        for (SoakOutages.Outage outage : results.steady().outages()) {
            line("| " + Report.number(outage.minute()) + " | " + outage.mostAwaited() + " | "
                    + Report.number(outage.caughtUpSeconds()) + " |");
        }
    }

    private void kills() {
        List<Double> millis = results.killing().restartMillis();
        line("\n## Kills\n");
        line(millis.size() + " times `kill -9`; half of the starts after it took "
                + Report.number(Statistics.median(millis)) + " ms, the longest "
                + Report.number(Statistics.largest(millis)) + " ms.");
    }

    static String time(long seconds) {
        return seconds % 3600 == 0 ? seconds / 3600 + " h" : seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
