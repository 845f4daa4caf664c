package dev.aftertalk.care.drill;

import dev.aftertalk.ledger.history.Stretch;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a report for a terminal. */
final class DrillText {

    private final DrillReport report;
    private final List<String> lines = new ArrayList<>();

    private DrillText(DrillReport report) {
        this.report = report;
    }

    static String of(DrillReport report) {
        DrillText text = new DrillText(report);
        text.head();
        if (report.begunAt() != null) {
            text.times();
        }
        if (report.hasFiguresLater()) {
            text.lines.add("Figures:     after its end, as nothing can be stored while it lasts");
        } else if (report.begunAt() != null) {
            text.calls();
            text.runs();
            text.dead();
            text.end();
        }
        report.notes().forEach(note -> text.lines.add("Note:        " + note));
        return String.join(System.lineSeparator(), text.lines);
    }

    private void head() {
        lines.add("Drill %d:     %s, %s".formatted(report.id(), report.drill(), report.what()));
        lines.add("State:       " + report.state() + ", asked for by " + report.askedBy() + " for "
                + plain(report.seconds()) + " s"
                + (report.server() == null ? "" : ", on the server " + report.server()));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private void times() {
        lines.add("Began:       " + report.begunAt());
        lines.add("Ended:       " + (report.endedAt() == null ? orNotYet("with its server") : report.endedAt()));
        lines.add("Recovered:   "
                + (report.recoveredAt() == null
                        ? orNotYet("not waited for")
                        : report.recoveredAt() + ", " + plain(report.secondsToRecover()) + " s after its end"));
    }

    /** @param never of a report to which nothing more comes */
    private String orNotYet(String never) {
        return report.hasFinished() ? never : "not yet";
    }

    private void calls() {
        String met = report.met().entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
        if (report.meetsCalls()) {
            lines.add("Calls:       " + (met.isEmpty() ? "none met it" : met) + "; went through " + report.through());
        } else {
            if (!met.isEmpty()) {
                lines.add("Seen:        " + met);
            }
            lines.add("Calls:       " + report.through() + " to other systems");
        }
        for (DrillReport.Opened breaker : report.breakers()) {
            lines.add("Breaker:     %s open from %s %s: %s"
                    .formatted(breaker.connector(), breaker.at(), until(breaker), breaker.why()));
        }
    }

    private String until(DrillReport.Opened breaker) {
        if (breaker.closedAt() != null) {
            return "to " + breaker.closedAt();
        }
        return report.hasFinished() ? "on, and still at the end of this report" : "to now";
    }

    private void runs() {
        DrillReport.Waited waited = report.waited();
        lines.add("Events:      " + report.received() + " received while it lasted" + asFarAsSeen());
        lines.add("Waited:      "
                + (waited.mostAt() == null
                        ? "no run" + asFarAsSeen()
                        : waited.most() + " runs at most, at " + waited.mostAt() + ", the oldest for "
                                + waited.longestSeconds() + " s; " + waited.now()
                                + (report.hasFinished() ? " at the end of this report" : " now")));
    }

    private String asFarAsSeen() {
        return report.hasBeenBrokenOff() ? ", as far as was seen" : "";
    }

    private void dead() {
        for (Stretch.Dead each : report.dead()) {
            lines.add("Dead:        " + each.runs() + " of " + each.workflow() + ": " + each.cause()
                    + (each.inDoubt() == 0 ? "" : " (in doubt: " + each.inDoubt() + ")"));
        }
        if (!report.dead().isEmpty()) {
            lines.add("             They are not lost: they wait as dead letters, to be replayed or skipped.");
        }
    }

    private void end() {
        boolean again = report.sentAgain() != null && report.sentAgain() > 0;
        lines.add("Doubled:     "
                + (report.doubled() == null
                        ? "not watched, as what is seen ends with the process"
                        : report.doubled() + (again ? " beside the mails sent again" : "") + asFarAsSeen()));
        if (again) {
            lines.add(
                    "Sent again:  " + report.sentAgain()
                            + " mails whose answer was cut, once more: their recipients may have them twice, under the same Message-ID");
        }
        if (report.hasFinished()) {
            lines.add("Lost:        " + (report.lost() == null ? "not counted" : report.lost()));
        }
    }
}
