package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.ledger.history.Backlogs;
import dev.aftertalk.ledger.history.Backlogs.Backlog;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Says what becomes of runs whose workflow was deleted, or given another name, while they waited. */
final class GoneWorkflows {

    private static final Logger LOG = LoggerFactory.getLogger(GoneWorkflows.class);

    private final Backlogs backlogs;
    private Set<String> before = Set.of();

    GoneWorkflows(Backlogs backlogs) {
        this.backlogs = backlogs;
    }

    /** @param lastGood what this server ran before its start */
    void start(RouteSet lastGood) {
        before = names(lastGood.files());
    }

    /**
     * Looks which are gone since the last time.
     *
     * @param leftOut files that are there and don't run
     */
    void look(RouteSet runs, Collection<RouteFile> leftOut) {
        Set<String> there = names(runs.files());
        there.addAll(names(leftOut));
        Set<String> gone = new TreeSet<>(before);
        gone.removeAll(there);
        before = there;
        if (!gone.isEmpty()) {
            Thread asking = new Thread(() -> say(gone), "gone-workflows"); // the database may be away
            asking.setDaemon(true);
            asking.start();
        }
    }

    private static Set<String> names(Collection<RouteFile> files) {
        Set<String> names = new TreeSet<>();
        files.forEach(file -> names.addAll(Swaps.names(file)));
        return names;
    }

    private void say(Set<String> gone) {
        Map<String, Backlog> waiting;
        try {
            waiting = backlogs.read();
        } catch (DataAccessException e) {
            LOG.warn("No file has {} any more; whether runs wait for it can't be read now: GET /api/workflows", gone);
            return;
        }
        for (String workflow : gone) {
            Backlog runs = waiting.getOrDefault(workflow, Backlog.NONE);
            long count = runs.queued() + runs.retrying() + runs.running();
            if (count > 0) {
                LOG.warn(
                        "No file has the workflow {} any more, and {} of its runs are not over: they go on once a file has it again,"
                                + " under that very name, here or on another server; or skip them (src/docs/operating.md, Events and"
                                + " dead letters)",
                        workflow,
                        count);
            }
        }
    }
}
