package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What an older version stored of workflows that are two since. */
class SplitWorkflowsMigrationTest {

    private static final List<String> TYPES =
            List.of("satisfaction.answered", "v2.conversation.closed", "visitor.updated", "something.else");
    private static final List<String> STATES = List.of("queued", "retrying", "done", "skipped", "dead");

    private static final List<String> OLD = List.of("jira-ticket", "salesforce-lead");

    /** A kind of database. */
    enum Vendor {
        SQLITE,
        POSTGRESQL
    }

    @TempDir
    private Path folder;

    private DriverManagerDataSource source;
    private JdbcClient sql;
    private String vendor;
    private final List<Ledger> ledgers = new ArrayList<>();
    private long events;

    private void open(Vendor kind) {
        vendor = kind.name().toLowerCase(java.util.Locale.ROOT);
        source = new DriverManagerDataSource(
                kind == Vendor.SQLITE ? "jdbc:sqlite:" + folder.resolve("a.db") : TestPostgres.newDatabase());
        sql = JdbcClient.create(source);
        migrate("27?");
    }

    @AfterEach
    void close() {
        ledgers.forEach(Ledger::close);
    }

    private void migrate(String target) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + vendor)
                .target(target)
                .load()
                .migrate();
    }

    /** An event of the version before, routed. */
    private long event(String type) {
        long seq = ++events;
        sql.sql("INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)"
                        + " VALUES (?, ?, ?, 1, 1, 'webhook', ?)")
                .params(seq, "e" + seq, type, new byte[] {'{', '}'})
                .update();
        run(seq, "router", "done");
        return seq;
    }

    private void run(long event, String workflow, String state) {
        sql.sql(
                        "INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at, ended_at, node)"
                                + " VALUES (?, ?, ?, ?, 1, 0, 1, 1, 1, ?)")
                .params(event, workflow, state, "key" + event, state.equals("running") ? "old" : null)
                .update();
    }

    private List<String> runs(long event) {
        return sql.sql(
                        "SELECT workflow || ' ' || state FROM run WHERE event_seq = ? AND workflow <> 'router' ORDER BY 1")
                .param(event)
                .query(String.class)
                .list();
    }

    private Ledger ledger(String node) {
        Ledger ledger = new Ledger(source, node, LedgerTestBase.settings());
        ledgers.add(ledger);
        return ledger;
    }

    @ParameterizedTest
    @EnumSource
    void bearsTheNewNamesWhateverBecameOfIt(Vendor kind) {
        open(kind);
        List<Long> seqs = new ArrayList<>();
        for (String type : TYPES) {
            for (String state : STATES) {
                long seq = event(type);
                seqs.add(seq);
                OLD.forEach(old -> run(seq, old, state));
                run(seq, "thank-you-email", state);
            }
        }
        migrate("28");

        for (int n = 0; n < seqs.size(); n++) {
            String type = TYPES.get(n / STATES.size());
            String state = STATES.get(n % STATES.size());
            assertThat(runs(seqs.get(n)))
                    .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                    OLD.stream().map(old -> SplitWorkflows.now(old, type)),
                                    Stream.of("thank-you-email"))
                            .map(workflow -> workflow + " " + state)
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsBothWhereSomebodyHadTheNameForAWorkflowOfTheirOwn(Vendor kind) {
        open(kind);
        long seq = event("satisfaction.answered");
        run(seq, "jira-ticket", "done");
        run(seq, "jira-ticket-for-score", "dead");
        migrate("28");

        assertThat(runs(seq)).containsExactly("jira-ticket done", "jira-ticket-for-score dead");
    }

    /** The router's run of an event again, as by a replay with force; the same is written for one that is reconciled or redelivered. */
    @ParameterizedTest
    @EnumSource
    void actsOnNothingAgainThatWasDoneBefore(Vendor kind) {
        open(kind);
        long done = event("satisfaction.answered");
        run(done, "jira-ticket", "done");
        long never = event("satisfaction.answered");
        migrate("28");
        Ledger ledger = ledger("new");
        ConcurrentLinkedQueue<String> acted = new ConcurrentLinkedQueue<>();
        LedgerTestBase.router(ledger, "jira-ticket-for-score");
        ledger.subscribe("jira-ticket-for-score", 4, run -> {
                    acted.add(run.eventId());
                    ledger.end(run, new Outcome.Done());
                })
                .resume();
        for (long seq : List.of(done, never)) {
            ledger.write(database -> ChangedRuns.replay(
                    database,
                    new ChangedRuns.Key(seq, "router"),
                    "done",
                    Long.MAX_VALUE,
                    new ChangedRuns.Order("ann", true)));
        }

        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs(never)
                .equals(List.of("jira-ticket-for-score done")));
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> sql.sql("SELECT count(*) FROM run WHERE workflow = 'router' AND state = 'done'")
                                .query(Long.class)
                                .single()
                        == 2);
        assertThat(runs(done)).containsExactly("jira-ticket-for-score done");
        assertThat(acted).containsExactly("e" + never);
    }

    /** What was at work when the server of the version before was killed. */
    @ParameterizedTest
    @EnumSource
    void takesBackWhatWasRunning(Vendor kind) {
        open(kind);
        long seq = event("visitor.updated");
        sql.sql("INSERT INTO node (node, host, lease_until) VALUES ('old', 'h', 1)")
                .update();
        run(seq, "salesforce-lead", "running");
        migrate("28");
        Ledger ledger = ledger("old");
        CompletableFuture<Run> taken = new CompletableFuture<>();
        ledger.subscribe("salesforce-lead-for-visitor", 1, run -> {
                    taken.complete(run);
                    ledger.end(run, new Outcome.Done());
                })
                .resume();

        assertThat(taken.orTimeout(30, TimeUnit.SECONDS).join().eventId()).isEqualTo("e" + seq);
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> runs(seq)
                .equals(List.of("salesforce-lead-for-visitor done")));
    }

    /** A server of the version before goes on beside the first one of this version: its ledger knows the old names alone. */
    @Test
    void takesWhatAServerOfTheVersionBeforeStartsAndEnds() throws Exception {
        open(Vendor.POSTGRESQL);
        Ledger old = ledger("old");
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Run> atWork = new CompletableFuture<>();
        LedgerTestBase.router(old, "jira-ticket");
        Subscription olds = old.subscribe("jira-ticket", 1, run -> {
            atWork.complete(run);
            begun.countDown();
        });
        olds.resume();
        IncomingEvent before = LedgerTestBase.event("before");
        LedgerTestBase.accept(old, before);
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

        migrate("28");
        Ledger fresh = ledger("new");
        ConcurrentLinkedQueue<String> acted = new ConcurrentLinkedQueue<>();
        fresh.subscribe("jira-ticket-on-request", 4, run -> {
                    acted.add(run.eventId());
                    fresh.end(run, new Outcome.Done());
                })
                .resume();
        LedgerTestBase.accept(old, LedgerTestBase.event("after"));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> acted.contains("after"));
        assertThat(old.end(atWork.join(), new Outcome.Done()).get(30, TimeUnit.SECONDS))
                .as("what is at work on the old server is still its own")
                .isTrue();

        Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(sql.sql(
                                "SELECT e.event_id || ' ' || r.workflow || ' ' || r.state FROM run r JOIN event e ON e.seq = r.event_seq"
                                        + " WHERE r.workflow <> 'router' ORDER BY 1")
                        .query(String.class)
                        .list())
                .containsExactly("after jira-ticket-on-request done", "before jira-ticket-on-request done"));
        assertThat(acted).containsExactly("after");
    }

    /** Otherwise no other server could write while many rows get their names. */
    @Test
    void isNotBlindToWhatIsStartedWhileItRuns() throws Exception {
        open(Vendor.POSTGRESQL);
        long waits = event("visitor.updated");
        run(waits, "salesforce-lead", "queued");
        long late = event("visitor.updated");
        try (Connection other = source.getConnection()) {
            other.setAutoCommit(false);
            try (var insert = other.prepareStatement(
                    "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at) VALUES (?, 'salesforce-lead', 'queued', 1, 0, 1, 1)")) {
                insert.setLong(1, late);
                insert.executeUpdate();
            }
            CompletableFuture<Void> migration = CompletableFuture.runAsync(() -> migrate("28"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() ->
                            sql.sql("SELECT count(*) FROM pg_locks WHERE relation = 'run'::regclass AND NOT granted")
                                            .query(Long.class)
                                            .single()
                                    == 1);
            other.commit();
            migration.get(30, TimeUnit.SECONDS);
        }

        assertThat(runs(waits)).containsExactly("salesforce-lead-for-visitor queued");
        assertThat(runs(late)).containsExactly("salesforce-lead-for-visitor queued");
    }
}
