package dev.aftertalk.care.pause;

import dev.aftertalk.care.pause.Pause.Kind;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.metrics.StoredFigures;
import dev.aftertalk.scheduling.RepeatedTask;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Keeps this node in step with what is paused: from before its routes start, at once with what is asked of it, and within two seconds with
 * what was asked of another node. While the database is away it stays as it was.
 */
@Component
class Pauses extends RepeatedTask implements StoredFigures {

    private static final Logger LOG = LoggerFactory.getLogger(Pauses.class);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final PauseStore store;
    private final Ledger ledger;
    private final Guards guards;
    private volatile List<Pause> all = List.of();

    Pauses(PauseStore store, Ledger ledger, Guards guards) {
        super("pauses", PERIOD, PERIOD);
        this.store = store;
        this.ledger = ledger;
        this.guards = guards;
        refresh();
    }

    @Override
    protected void run() {
        try {
            refresh();
        } catch (DataAccessException e) { // the ledger says that its database is away
            LOG.debug("What is paused can't be read now", e);
        }
    }

    /** Reads what is paused, and keeps this node to it. */
    final synchronized void refresh() {
        List<Pause> now = store.all();
        List<Pause> before = all;
        if (now.equals(before)) {
            return; // the ledger would look for work
        }
        ledger.pause(names(now, Kind.WORKFLOW));
        guards.pause(names(now, Kind.SYSTEM));
        all = now;
        now.stream().filter(pause -> !before.contains(pause)).forEach(Pauses::tellPaused);
        before.stream().filter(pause -> !now.contains(pause)).forEach(Pauses::tellResumed);
    }

    private static void tellPaused(Pause pause) {
        LOG.warn(
                "The {} {} is paused since {} by {}{}",
                pause.kind().code(),
                pause.name(),
                pause.since().truncatedTo(ChronoUnit.SECONDS),
                pause.by(),
                pause.reason().isEmpty() ? "" : ": " + pause.reason());
    }

    private static void tellResumed(Pause pause) {
        LOG.info("The {} {} goes on", pause.kind().code(), pause.name());
    }

    private static Set<String> names(List<Pause> all, Kind kind) {
        return all.stream()
                .filter(pause -> pause.kind() == kind)
                .map(Pause::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What is known of a pause; empty when that is not paused. */
    Optional<Pause> find(Kind kind, String name) {
        return all.stream()
                .filter(pause -> pause.kind() == kind && pause.name().equals(name))
                .findFirst();
    }

    /** Names of all that is paused of a kind, also of what this node does not know. */
    Set<String> names(Kind kind) {
        return names(all, kind);
    }

    /**
     * Pauses for all nodes, and this one at once.
     *
     * @return false when it was paused already
     */
    boolean pause(Kind kind, String name, String who, String reason) {
        boolean added = store.add(
                new Pause(kind, name, MachineClock.get().instant().truncatedTo(ChronoUnit.MILLIS), who, reason));
        refresh();
        return added;
    }

    /** @return false when it was not paused */
    boolean resume(Kind kind, String name, String who) {
        boolean removed = store.remove(kind, name, who);
        refresh();
        return removed;
    }

    @Override
    public List<Figure> read() {
        List<Figure> figures = new ArrayList<>();
        Set<String> workflows = new TreeSet<>(ledger.workflows());
        workflows.addAll(names(Kind.WORKFLOW));
        workflows.forEach(name -> figures.add(new Figure(
                "aftertalk.workflow.paused",
                "1 while people have paused a workflow",
                Tags.of("workflow", name),
                find(Kind.WORKFLOW, name).isPresent() ? 1 : 0)));
        guards.systems()
                .forEach(name -> figures.add(new Figure(
                        "aftertalk.connector.paused",
                        "1 while people have paused all calls to a system",
                        Tags.of("connector", name),
                        find(Kind.SYSTEM, name).isPresent() ? 1 : 0)));
        return figures;
    }
}
