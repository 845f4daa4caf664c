package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.Trouble;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sees circuit breakers open and close. */
final class BreakerWatch {

    private final Guards guards;
    private final List<DrillReport.Opened> seen = new ArrayList<>();

    BreakerWatch(Guards guards) {
        this.guards = guards;
    }

    /** To be called again and again. */
    void look(Instant now) {
        for (String connector : guards.systems()) {
            Optional<Trouble> trouble = guards.trouble(connector);
            int open = open(connector);
            if (trouble.isPresent() && open < 0) {
                seen.add(new DrillReport.Opened(
                        connector,
                        trouble.get().since().truncatedTo(ChronoUnit.MILLIS),
                        null,
                        trouble.get().why()));
            } else if (trouble.isEmpty() && open >= 0) {
                DrillReport.Opened opened = seen.get(open);
                seen.set(open, new DrillReport.Opened(connector, opened.at(), now, opened.why()));
            }
        }
    }

    private int open(String connector) {
        for (int i = 0; i < seen.size(); i++) {
            if (seen.get(i).connector().equals(connector) && seen.get(i).closedAt() == null) {
                return i;
            }
        }
        return -1;
    }

    List<DrillReport.Opened> seen() {
        return List.copyOf(seen);
    }
}
