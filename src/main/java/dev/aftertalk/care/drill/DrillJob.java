package dev.aftertalk.care.drill;

import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.scheduling.RepeatedTask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Begins the drills that were asked for, and writes their reports. */
@Component
class DrillJob extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(DrillJob.class);
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration BETWEEN_REPORTS = Duration.ofSeconds(2);
    private static final Duration NEVER = Duration.ofDays(1);

    private final DrillSettings settings;
    private final DrillStore store;
    private final List<Drill> drills;
    private final Guards guards;
    private final JdbcClient database;
    private final Detours detours;
    private final String node;
    /** Not this: {@link #stop} must not wait for a write that waits for the database. */
    private final Object turn = new Object();

    private RunningDrill running;
    private boolean lookedForLeftOnes;
    private boolean beginKept;
    private boolean endTold;
    private long kept;

    @Autowired
    DrillJob(
            DrillSettings settings,
            DrillStore store,
            List<Drill> drills,
            Guards guards,
            JdbcClient database,
            Detours detours,
            Ledger ledger) {
        this(settings, store, drills, guards, database, detours, ledger.node());
    }

    DrillJob(
            DrillSettings settings,
            DrillStore store,
            List<Drill> drills,
            Guards guards,
            JdbcClient database,
            Detours detours,
            String node) {
        super("drill", PAUSE, PAUSE);
        this.settings = settings;
        this.store = store;
        this.drills = drills;
        this.guards = guards;
        this.database = database;
        this.detours = detours;
        this.node = node;
    }

    @Override
    protected Duration pause() {
        return settings.allowed() || !lookedForLeftOnes ? PAUSE : NEVER;
    }

    @Override
    protected void run() {
        try {
            synchronized (turn) {
                pass();
            }
        } catch (DataAccessException | RetryableException e) {
            LOG.debug("Drills wait until the database can be used again", e);
        }
    }

    private void pass() {
        if (running != null) {
            goOn();
            return;
        }
        if (settings.allowed() || !lookedForLeftOnes) {
            store.leftBy(node).forEach(this::goOnOrBreakOff);
            lookedForLeftOnes = true;
        }
        if (settings.allowed() && running == null) {
            store.next(node).filter(row -> store.take(row, node)).ifPresent(this::begin);
        }
    }

    /** The server ended meanwhile, which was the drill itself or has ended it; or the database failed when it began. */
    private void goOnOrBreakOff(DrillRow row) {
        if (settings.allowed()
                && row.report() != null
                && running == null
                && drill(row).filter(Drill::outlivesTheServer).isPresent()) {
            begin(row);
        } else {
            breakOff(row);
        }
    }

    private Optional<Drill> drill(DrillRow row) {
        return drills.stream()
                .filter(each -> each.names().contains(row.drill()))
                .findFirst();
    }

    private void breakOff(DrillRow row) {
        String why = lookedForLeftOnes
                ? "It could not be watched, as the database failed; no fault is left."
                : "The server ended while it was under way; no fault is left.";
        LOG.warn("DRILL {} (number {}) was broken off: {}", row.drill(), row.id(), why);
        store.brokenOff(row.told().brokenOff(why));
    }

    private void begin(DrillRow row) {
        try {
            Drill drill = drill(row).orElseThrow(() -> new IOException("This server has no such drill."));
            Optional<String> refusal = drill.refusal(row.drill());
            if (refusal.isPresent()) {
                throw new IOException(refusal.get());
            }
            running = new RunningDrill(row, drill, node, guards, database, detours);
            endTold = false;
            LOG.warn(
                    "DRILL {} {}: {}, for {} s in all. {} asked for it; it is number {}, and DELETE /api/drills/{} ends it",
                    row.drill(),
                    row.report() == null ? "begins" : "goes on",
                    DrillNames.what(row.drill()),
                    row.seconds(),
                    row.askedBy(),
                    row.id(),
                    row.id());
            beginKept = false;
            keepBegin();
        } catch (IOException e) {
            tellWhyNot(row, e.getMessage());
        }
    }

    /** One that goes on has been seen until now, and its begin stands in the audit. */
    private void tellWhyNot(DrillRow row, String why) {
        boolean goesOn = row.report() != null;
        String what = (goesOn ? "could not go on: " : "could not begin: ") + why;
        LOG.warn("DRILL {} {}", row.drill(), what);
        if (goesOn) {
            store.brokenOff(row.told().brokenOff("It " + what));
        } else {
            store.save(row.told().notBegun("It " + what));
        }
    }

    /** The fault may be that the database can't be written: then at the first pass when it can again. */
    private void keepBegin() {
        DrillReport report = running.report(DrillRow.RUNNING, false);
        if (running.row().report() == null) {
            store.begun(report);
        } else {
            store.save(report);
        }
        beginKept = true;
        kept = System.nanoTime();
    }

    private void goOn() {
        if (!beginKept) {
            keepBegin();
        }
        Optional<DrillRow> row = store.find(running.row().id());
        if (row.filter(DrillRow::isUnderWay).isEmpty()) {
            LOG.warn(
                    "DRILL {} ends: somebody else has broken it off, since this server seemed to have ended",
                    running.row().drill());
            running.close();
            running = null;
            return;
        }
        int ends = row.get().ends();
        boolean recovered = running.look();
        if (!running.hasEnded()) {
            if (ends > 0 && running.mayEnd()) {
                running.end();
                running.note("It was ended early.");
            }
            keep(DrillRow.RUNNING);
        } else if (!endTold) {
            String drill = running.row().drill();
            LOG.warn(
                    "DRILL {} ends: {}",
                    drill,
                    DrillNames.system(drill).isPresent() ? "no call meets the fault any more" : "the fault is over");
            keepEnd(ends > 0);
        } else if (recovered) {
            running.recovered();
            finish();
        } else if (ends == 2 || running.sinceEnd().compareTo(settings.longestRecovery()) > 0) {
            running.noteWhatWaits();
            finish();
        } else {
            keep(DrillRow.RECOVERING);
        }
    }

    /** @param early whether somebody had it end, who stands in the audit for that */
    private void keepEnd(boolean early) {
        DrillReport report = running.report(DrillRow.RECOVERING, false);
        if (early) {
            store.save(report);
        } else {
            store.ended(report);
        }
        endTold = true;
    }

    /** Now and then, since it counts. */
    private void keep(String state) {
        if (System.nanoTime() - kept > BETWEEN_REPORTS.toNanos()) {
            store.save(running.report(state, false));
            kept = System.nanoTime();
        }
    }

    private void finish() {
        DrillReport last = running.report(DrillRow.OVER, true);
        DrillReport report = last.hasMetNothing()
                ? last.with("No call met it: nothing that runs here called "
                        + DrillNames.system(last.drill()).orElseThrow() + " meanwhile. It proves nothing.")
                : last;
        store.save(report);
        running.close();
        running = null;
        LOG.warn("DRILL {} is over. Its report:\n{}", report.drill(), report.text());
    }

    /** A fault does not outlive the server, nor anything that waits for one. */
    @Override
    public void stop() {
        super.stop();
        synchronized (turn) {
            giveUp();
        }
    }

    private void giveUp() {
        if (running == null) {
            return;
        }
        RunningDrill last = running;
        last.close();
        LOG.warn("DRILL {} is broken off, as this server stops", last.row().drill());
        try {
            if (!beginKept) {
                keepBegin();
            }
            store.brokenOff(last.report(DrillRow.RUNNING, false)
                    .brokenOff("The server was stopped while it was under way; no fault is left."));
        } catch (DataAccessException | RetryableException e) {
            LOG.debug("The next start says that it was broken off", e);
        }
        running = null;
    }
}
