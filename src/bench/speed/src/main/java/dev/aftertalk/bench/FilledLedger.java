package dev.aftertalk.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * A ledger in which there are events already, spread over 85 days: with the settings as they are nothing of that is old enough to be deleted.
 *
 * @param events routed and thanked for
 * @param due how many of them have a run that is due as well, of a workflow that is paused
 */
record FilledLedger(String label, double size, long events, long due) implements Situation {

    /** What the phases before the measured ones store: no ledger that is measured is empty. */
    private static final long WARM_UP = 5000;

    private static final String PAUSED = "paused";
    private static final String TOKEN = "at_for-the-benchmark-of-speed";

    static FilledLedger history(long events) {
        return new FilledLedger(GrowthReport.count(events), events + WARM_UP, events, 0);
    }

    /** @param events as many whatever is due, so that nothing else differs */
    static FilledLedger backlog(long due, long events) {
        return new FilledLedger(GrowthReport.count(due), Double.NaN, events, due);
    }

    @Override
    public long space() {
        return events * 2000;
    }

    @Override
    public void prepare(Path folder) throws IOException {
        UnstartedWorkflow.write(folder, PAUSED);
    }

    @Override
    public void fill(Path ledger) throws SQLException {
        try (LedgerFill fill = new LedgerFill(ledger)) {
            fill.events(events, due, PAUSED);
            fill.pause(PAUSED);
            fill.token(TOKEN);
        }
    }

    @Override
    public void measureMore(Figures figures, Server server, Drive drive, Path ledger)
            throws IOException, InterruptedException {
        new Pages(server.port(), TOKEN).measure(figures);
    }
}
