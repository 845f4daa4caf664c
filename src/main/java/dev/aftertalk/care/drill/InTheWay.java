package dev.aftertalk.care.drill;

import dev.aftertalk.time.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Says why another drill can't begin: which one is in its way, for how long still, and how that is ended. */
public final class InTheWay {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private InTheWay() {}

    /** @param drill the one that is in the way; empty when it is over by now */
    public static String words(Optional<DrillReport> drill) {
        return words(drill, SteadyClock.get().instant());
    }

    /** @param now by a clock that no drill sets */
    static String words(Optional<DrillReport> drill, Instant now) {
        return drill.map(each -> "There is a drill already, and there can be one at a time: number " + each.id() + ", "
                        + each.drill() + ". " + how(each, now))
                .orElse("There was another drill until just now, and there can be one at a time: ask again.");
    }

    private static String how(DrillReport drill, Instant now) {
        String delete = " DELETE /api/drills/" + drill.id() + " or its page in the console ";
        return switch (drill.state()) {
            case DrillRow.ASKED -> "It has not begun yet." + delete + "takes it back.";
            case DrillRow.RECOVERING ->
                "Its fault has ended, and it waits until all has recovered." + delete + "has it wait no longer.";
            default -> "Its fault lasts for " + left(drill, now) + " min more." + delete + "ends it.";
        };
    }

    /** In minutes and seconds: all of its time where its begin is not known yet, and none when the clocks differ by more. */
    private static String left(DrillReport drill, Instant now) {
        Duration whole = drill.time();
        Duration left = drill.begunAt() == null ? whole : Duration.between(now, drill.until());
        Duration shown = left.compareTo(whole) > 0 ? whole : left.isNegative() ? Duration.ZERO : left;
        Duration full = shown.plus(SECOND).minusNanos(1);
        return "%d:%02d".formatted(full.toMinutes(), full.toSecondsPart());
    }
}
