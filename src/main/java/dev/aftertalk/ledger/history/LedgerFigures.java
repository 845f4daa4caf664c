package dev.aftertalk.ledger.history;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.Backlogs.Backlog;
import dev.aftertalk.metrics.StoredFigures;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What is on its way, what is dead, what nobody takes and who works on it. */
@Component
class LedgerFigures implements StoredFigures, MeterBinder {

    private static final int LONGEST_SECONDS = 5;

    private final JdbcTemplate database;
    private final Backlogs backlogs;
    private final Ledger ledger;
    /** A workflow that was there once is shown for good, so that nothing to do is a 0 and not a gap. */
    private final Set<String> seen = new TreeSet<>();

    LedgerFigures(DataSource dataSource, Backlogs backlogs, Ledger ledger) {
        this.database = new JdbcTemplate(dataSource);
        this.database.setQueryTimeout(LONGEST_SECONDS);
        this.backlogs = backlogs;
        this.ledger = ledger;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("aftertalk.ledger.pending.events", ledger, Ledger::pendingAccepts)
                .description("Events that wait to be stored; their senders wait for the answer")
                .register(registry);
        Gauge.builder("aftertalk.ledger.held.up.operations", ledger, Ledger::heldUp)
                .description(
                        "What waits for a lock somebody else holds in the database, or fails there, while all others go on")
                .register(registry);
        Gauge.builder(
                        "aftertalk.ledger.held.up.seconds",
                        ledger,
                        of -> of.longestHeldUp().toMillis() / 1000.0)
                .description("For how long the first of those has been waiting")
                .register(registry);
    }

    @Override
    public List<Figure> read() {
        long now = MachineClock.now();
        Map<String, Backlog> found = backlogs.read();
        Set<String> taken = ledger.workflows();
        seen.addAll(taken);
        seen.addAll(found.keySet());
        List<Figure> figures = new ArrayList<>();
        seen.forEach(workflow ->
                add(figures, workflow, found.getOrDefault(workflow, Backlog.NONE), taken.contains(workflow), now));
        figures.add(new Figure(
                "aftertalk.nodes",
                "Servers that work on this ledger, by their leases",
                Tags.empty(),
                Nodes.count(JdbcClient.create(database))));
        return figures;
    }

    private static void add(List<Figure> figures, String workflow, Backlog backlog, boolean taken, long now) {
        Tags tags = Tags.of("workflow", workflow);
        add(figures, tags.and("state", "queued"), backlog.queued());
        add(figures, tags.and("state", "retrying"), backlog.retrying());
        add(figures, tags.and("state", "running"), backlog.running());
        figures.add(new Figure(
                "aftertalk.backlog.oldest.age.seconds",
                "How long the run that is due longest has been waiting or is being tried",
                tags,
                backlog.oldestDueAt()
                        .map(due -> Math.max(0, now - due.toEpochMilli()) / 1000.0)
                        .orElse(0.0)));
        figures.add(new Figure(
                "aftertalk.untaken.runs",
                "Runs that wait for a workflow this server does not have",
                tags,
                taken ? 0 : backlog.queued() + backlog.retrying()));
        figures.add(new Figure("aftertalk.dead.runs", "Runs that wait for somebody to decide", tags, backlog.dead()));
    }

    private static void add(List<Figure> figures, Tags tags, long runs) {
        figures.add(new Figure("aftertalk.backlog.runs", "Runs that are not over yet", tags, runs));
    }
}
