package dev.aftertalk.care.doctor;

import dev.aftertalk.diagnosis.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Judges this machine's clock by those of the systems that were asked. */
final class ClockJudgement {

    private static final String NAME = "Clock";

    /** More than an answer takes on its way, and less than the margins of the reconciliation. */
    private static final Duration MOST = Duration.ofSeconds(30);

    private ClockJudgement() {}

    static Diagnosis of(List<Told.Offset> offsets) {
        if (offsets.isEmpty()) {
            return Diagnosis.notChecked(NAME, "No system that was asked has told the time.", "");
        }
        String wrong = offsets.stream()
                .filter(each -> each.ahead().abs().compareTo(MOST) > 0)
                .map(ClockJudgement::words)
                .collect(Collectors.joining(", "));
        if (wrong.isEmpty()) {
            String systems = offsets.stream().map(Told.Offset::system).collect(Collectors.joining(", "));
            return Diagnosis.ok(NAME, "This machine's clock is within 30 s of those of " + systems + ".");
        }
        return Diagnosis.warning(
                NAME,
                "This machine's clock is " + wrong + ".",
                "Let a time server keep it (timedatectl set-ntp true, or chrony): delays, links that expire and what is"
                        + " compared with iAdvize go by it.");
    }

    private static String words(Told.Offset offset) {
        return offset.ahead().abs().toSeconds() + " s " + (offset.ahead().isNegative() ? "behind " : "ahead of ")
                + offset.system();
    }
}
