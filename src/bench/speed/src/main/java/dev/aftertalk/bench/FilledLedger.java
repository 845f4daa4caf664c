package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A ledger in which there are events already, spread over 85 days: with the settings as they are nothing of that is old enough to be deleted.
 *
 * @param events routed and thanked for
 * @param waiting whether each has also a run that is due, of a workflow that is paused
 */
record FilledLedger(long events, boolean waiting) implements Situation {

    /** What the phases before the measured ones store: no ledger that is measured is empty. */
    private static final long WARM_UP = 5000;

    private static final String PAUSED = "paused";
    private static final String TOKEN = "at_for-the-benchmark-of-speed";

    @Override
    public String label() {
        return GrowthReport.count(events);
    }

    @Override
    public double size() {
        return events + WARM_UP;
    }

    @Override
    public Optional<String> token() {
        return Optional.of(TOKEN);
    }

    @Override
    public long space() {
        return events * 2000;
    }

    @Override
    public void prepare(Path folder) throws IOException {
        if (waiting) {
            UnstartedWorkflow.write(folder, PAUSED);
        }
    }

    @Override
    public void fill(Path ledger) throws SQLException {
        try (LedgerFill fill = new LedgerFill(ledger)) {
            fill.events(events, waiting ? PAUSED : null);
            if (waiting) {
                fill.pause(PAUSED);
            }
            fill.token(TOKEN);
        }
    }
}
