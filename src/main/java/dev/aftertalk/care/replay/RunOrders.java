package dev.aftertalk.care.replay;

import dev.aftertalk.care.replay.RunNotChangedException.Reason;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.ledger.history.RunView;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * What people and programs order about one run: to run again, or to be left. Each names the event by its eventId or its number in the ledger,
 * and the workflow by its name now or before it was split.
 */
@Component
public class RunOrders {

    private static final List<String> ON_ITS_WAY = List.of("queued", "running", "retrying");

    private static final List<String> SKIPPABLE = List.of("queued", "retrying", "unrouted", "dead");

    private final LedgerReader reader;
    private final RunChanges changes;
    private final Ledger ledger;
    private final OldNames oldNames;

    RunOrders(LedgerReader reader, RunChanges changes, Ledger ledger, OldNames oldNames) {
        this.reader = reader;
        this.changes = changes;
        this.ledger = ledger;
        this.oldNames = oldNames;
    }

    /**
     * Has it run again.
     *
     * @param attempts after which attempt it is wanted; null for the last one there is
     * @param force act again, whatever was done
     * @return the run as it is then
     * @throws RunNotChangedException when it stays as it is
     * @throws org.springframework.dao.DataAccessException when the ledger can't be read
     * @throws dev.aftertalk.ledger.RetryableException when the ledger can't be written
     */
    public RunView replay(String id, String name, Integer attempts, boolean force, String who) {
        EventView event = event(id);
        String workflow = oldNames.today(name, event.eventType());
        RunView run = run(event, workflow);
        check(run, force);
        if (attempts != null && attempts != run.attempts()) {
            throw new RunNotChangedException(
                    Reason.RAN_SINCE, "It has run again since: attempt " + run.attempts() + " has ended meanwhile.");
        }
        ChangedRuns.Key key = new ChangedRuns.Key(Long.parseLong(event.number()), workflow);
        ChangedRuns.Seen seen = new ChangedRuns.Seen(run.state(), run.attempts());
        ChangedRuns.Order order = new ChangedRuns.Order(who, force);
        return answer(changes.replay(key, event.eventId(), seen, order), id, workflow);
    }

    /**
     * Whether {@link #replay} would have it run again now.
     *
     * @return the run as it is
     * @throws RunNotChangedException when it would stay as it is
     * @throws org.springframework.dao.DataAccessException when the ledger can't be read
     */
    public RunView ifReplayed(String id, String name, boolean force) {
        RunView run = run(id, name);
        check(run, force);
        return run;
    }

    /**
     * Whether {@link #skip} would leave it now.
     *
     * @return the run as it is
     * @throws RunNotChangedException when it would stay as it is
     * @throws org.springframework.dao.DataAccessException when the ledger can't be read
     */
    public RunView ifSkipped(String id, String name) {
        RunView run = run(id, name);
        if (!SKIPPABLE.contains(run.state())) {
            throw new RunNotChangedException(Reason.CHANGED, "It is " + run.state() + " and would be left as it is.");
        }
        return run;
    }

    private RunView run(String id, String name) {
        EventView event = event(id);
        return run(event, oldNames.today(name, event.eventType()));
    }

    private void check(RunView run, boolean force) {
        String state = run.state();
        if (ON_ITS_WAY.contains(state)) {
            throw new RunNotChangedException(Reason.ON_ITS_WAY, "It is on its way already: " + state + ".");
        }
        if (state.equals("done") && !force) {
            throw new RunNotChangedException(
                    Reason.DONE, "It is done. To act again all the same, send \"force\": true.");
        }
        if (ledger.leftOut().contains(run.workflow())) {
            throw new RunNotChangedException(
                    Reason.LEFT_OUT, "The workflow does not run here: its settings are missing, see the server's log.");
        }
        if (!ledger.workflows().contains(run.workflow())) {
            throw new RunNotChangedException(
                    Reason.NO_ROUTE,
                    "No route takes its runs, so that it would wait for ever: is its file in routes/workflows gone?");
        }
    }

    /**
     * Leaves it.
     *
     * @param reason a line that says why, which is kept with the run
     * @return the run as it is then
     * @throws RunNotChangedException when it stays as it is
     * @throws org.springframework.dao.DataAccessException when the ledger can't be read
     * @throws dev.aftertalk.ledger.RetryableException when the ledger can't be written
     */
    public RunView skip(String id, String name, String reason, String who) {
        EventView event = event(id);
        String workflow = oldNames.today(name, event.eventType());
        run(event, workflow);
        ChangedRuns.Key key = new ChangedRuns.Key(Long.parseLong(event.number()), workflow);
        return answer(changes.skip(key, event.eventId(), reason, who), id, workflow);
    }

    private EventView event(String id) {
        return reader.event(reader.number(id)
                .orElseThrow(() -> new RunNotChangedException(Reason.NO_EVENT, "There is no such event.")));
    }

    private static RunView run(EventView event, String workflow) {
        return event.runs().stream()
                .filter(run -> run.workflow().equals(workflow))
                .findFirst()
                .orElseThrow(() -> new RunNotChangedException(Reason.NO_RUN, "The event has no run of this workflow."));
    }

    private RunView answer(boolean changed, String id, String workflow) {
        RunView run = run(event(id), workflow);
        if (!changed) {
            throw new RunNotChangedException(Reason.CHANGED, "It is " + run.state() + " and was left as it is.");
        }
        return run;
    }
}
