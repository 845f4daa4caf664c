package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Several nodes on one database. */
class PostgresClusterTest extends LedgerTestBase {

    private static final Duration LEASE = Duration.ofSeconds(1);

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    private Ledger node(String name, Duration lease) {
        return ledger(database.pool(name), name, settings(Duration.ofSeconds(10), lease));
    }

    @Test
    void handlesEachEventOnceAndEachConversationInTurnOverTwoNodes() {
        int events = 2_000;
        Map<String, AtomicInteger> acted = new ConcurrentHashMap<>();
        Map<String, String> running = new ConcurrentHashMap<>();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        List<Ledger> nodes = List.of(node("node-a", LONG_LEASE), node("node-b", LONG_LEASE));
        List<AtomicInteger> share = List.of(new AtomicInteger(), new AtomicInteger());
        for (int n = 0; n < 2; n++) {
            Ledger node = nodes.get(n);
            AtomicInteger mine = share.get(n);
            router(node, WORKFLOW);
            node.subscribe(WORKFLOW, 8, run -> {
                        String conversation =
                                "c" + Integer.parseInt(run.eventId().substring(1)) % 40;
                        String other = running.put(conversation, run.eventId());
                        if (other != null) {
                            wrong.add(conversation + ": " + other + " and " + run.eventId());
                        }
                        acted.computeIfAbsent(run.eventId(), e -> new AtomicInteger())
                                .incrementAndGet();
                        mine.incrementAndGet();
                        running.remove(conversation);
                        node.end(run, new Outcome.Done());
                    })
                    .resume();
        }

        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            IncomingEvent event = event("e" + i, "c" + i % 40, (long) i);
            answers.add(nodes.get(i % 2).accept(event));
            if (i % 10 == 0) {
                answers.add(nodes.get((i + 1) % 2).accept(event)); // the same one, sent to both
            }
        }

        assertThat(answers.stream().filter(Worker::get)).hasSize(events);
        await().until(() ->
                database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'done'") == events);
        assertThat(acted).hasSize(events);
        assertThat(acted.values()).allMatch(times -> times.get() == 1);
        assertThat(wrong).isEmpty();
        assertThat(share).allMatch(mine -> mine.get() > 0);
        assertThat(database.count("SELECT count(*) FROM run WHERE attempt <> 1"))
                .isZero();
    }

    @Test
    void handlesThousandsOfOneConversationInTurnBesideOthersOverTwoNodes() {
        int events = 1_500;
        List<String> acted = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger running = new AtomicInteger();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        List<Ledger> nodes = List.of(node("node-a", LONG_LEASE), node("node-b", LONG_LEASE));
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            answers.add(nodes.get(i % 2).accept(event("e" + i, i % 10 == 9 ? "own" + i : "many", (long) i)));
        }
        answers.forEach(Worker::get);
        for (Ledger node : nodes) {
            node.subscribe(Ledger.ROUTER, 4, run -> {
                        boolean one = run.eventId().endsWith("9");
                        if (!one && running.incrementAndGet() > 1) {
                            wrong.add(run.eventId());
                        }
                        acted.add(run.eventId());
                        if (!one) {
                            running.decrementAndGet();
                        }
                        node.end(run, new Outcome.Done());
                    })
                    .resume();
        }

        await().until(() -> database.count("SELECT count(*) FROM run WHERE state = 'done'") == events);
        assertThat(acted).hasSize(events).doesNotHaveDuplicates();
        assertThat(wrong).isEmpty();
        assertThat(acted.stream().filter(id -> !id.endsWith("9")).map(id -> Integer.parseInt(id.substring(1))))
                .isSorted();
    }

    @Test
    void actsOnceForAConversationOverTwoNodes() {
        int events = 600;
        Map<String, AtomicInteger> acted = new ConcurrentHashMap<>();
        List<Ledger> nodes = List.of(node("node-a", LONG_LEASE), node("node-b", LONG_LEASE));
        for (Ledger node : nodes) {
            router(node, WORKFLOW);
            node.subscribe(WORKFLOW, 8, true, run -> {
                        acted.computeIfAbsent(
                                        "c" + Integer.parseInt(run.eventId().substring(1)) % 200,
                                        c -> new AtomicInteger())
                                .incrementAndGet();
                        node.end(run, new Outcome.Done());
                    })
                    .resume();
        }
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            answers.add(nodes.get(i % 2).accept(event("e" + i, "c" + i % 200, (long) i)));
        }
        answers.forEach(Worker::get);
        await().until(() ->
                database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state IN ('done', 'skipped')")
                        == events);
        assertThat(acted).hasSize(200);
        assertThat(acted.values()).allMatch(times -> times.get() == 1);
    }

    @Test
    void takesARunOverWhenTheLeaseOfItsNodeHasEndedAndNotBefore() {
        FlakyDataSource dying = new FlakyDataSource(database.pool("node-a"));
        Ledger a = ledger(dying, "node-a", settings(Duration.ofSeconds(10), LEASE));
        router(a, WORKFLOW);
        Worker onA = new Worker(a, WORKFLOW, 1).started();
        Worker onB = new Worker(node("node-b", LEASE), WORKFLOW, 1).started();
        onB.subscription.suspend();
        accept(a, event("e1"));
        onA.next();
        onB.subscription.resume();
        // For longer than a lease both are alive, and B is past the time a new node leaves the others alone.
        long first = leaseOf("node-b");
        await().until(() -> leaseOf("node-b") - first > 2 * LEASE.toMillis());
        assertThat(database.run("e1", WORKFLOW)).containsEntry("node", "node-a").containsEntry("attempt", 1);

        dying.goDown();
        long lease = leaseOf("node-a");
        Run taken = onB.next();

        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(LedgerContract.number(database.run("e1", WORKFLOW), "claimed_at"))
                .isGreaterThanOrEqualTo(lease);
        assertThat(database.count("SELECT count(*) FROM node WHERE node = 'node-a'"))
                .isZero();
        onB.done(taken);
    }

    @Test
    void robsNobodyWhenTheClockOfTheDatabaseIsSetAhead() {
        Worker onA = workerWithARun(node("node-a", LEASE), "e1");
        Run runA = onA.next();
        Ledger b = node("node-b", LEASE);
        Worker onB = new Worker(b, WORKFLOW, 1).started();
        long first = leaseOf("node-b");
        await().until(() -> leaseOf("node-b") - first > 2 * LEASE.toMillis());

        // As if the clock had gone an hour ahead between each renewal and the next look.
        long before = leaseOf("node-b");
        await().until(() -> {
            database.execute(
                    "UPDATE node SET lease_until = lease_until - 3600000 WHERE node = 'node-a' AND lease_until > "
                            + "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)");
            return leaseOf("node-b") - before > 2 * LEASE.toMillis();
        });

        onA.done(runA);
        assertThat(onB.waiting()).isZero();
        assertThat(database.run("e1", WORKFLOW)).containsEntry("attempt", 1);
    }

    @Test
    void storesEventsAndKeepsItsRunsWhileSomebodyHoldsItsLease() throws Exception {
        Ledger a = node("node-a", LEASE);
        Worker router = new Worker(a, Ledger.ROUTER, 1).started();
        accept(a, event("e0"));
        Run run = router.next();
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("SELECT 1 FROM node FOR UPDATE");
            }
            long held = System.nanoTime();
            for (int i = 1; System.nanoTime() - held < LEASE.multipliedBy(2).toNanos(); i++) {
                assertThat(accept(a, event("e" + i))).isTrue();
            }
            // Its lease has ended, so that others might take over what it claimed now.
            assertThat(a.end(run, new Outcome.Skipped("seen"))).succeedsWithin(Duration.ofSeconds(30));
            assertThat(accept(a, event("last"))).isTrue();
            assertThat(router.waiting()).isZero();
            other.rollback();
        }
        assertThat(router.next().eventId()).isEqualTo("e1");
    }

    @Test
    void takesOverWhatItCanOfADeadNodeAndTheRestOnceItMay() throws Exception {
        FlakyDataSource dying = new FlakyDataSource(database.pool("node-a"));
        Ledger a = ledger(dying, "node-a", settings(Duration.ofSeconds(10), LEASE));
        router(a, WORKFLOW);
        Worker onA = new Worker(a, WORKFLOW, 2).started();
        accept(a, event("e1"));
        accept(a, event("e2"));
        onA.next();
        onA.next();
        Ledger b = node("node-b", LEASE);
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("SELECT 1 FROM run r JOIN event e ON e.seq = r.event_seq"
                        + " WHERE r.workflow = 'mail' AND e.event_id = 'e1' FOR UPDATE OF r");
            }
            dying.goDown();
            Worker onB = new Worker(b, WORKFLOW, 2).started();
            assertThat(onB.next().eventId()).isEqualTo("e2");
            assertThat(database.count("SELECT count(*) FROM node WHERE node = 'node-a'"))
                    .isOne();
            other.rollback();
            assertThat(onB.next().eventId()).isEqualTo("e1");
        }
        await().until(() -> database.count("SELECT count(*) FROM node WHERE node = 'node-a'") == 0);
    }

    @Test
    void robsNobodyAfterTheDatabaseWasAwayForLongerThanTheLease() {
        FlakyDataSource flakyA = new FlakyDataSource(database.pool("node-a"));
        FlakyDataSource flakyB = new FlakyDataSource(database.pool("node-b"));
        Worker onA = workerWithARun(ledger(flakyA, "node-a", settings(Duration.ofSeconds(10), LEASE)), "e1");
        Run runA = onA.next();
        Worker onB = workerWithARun(ledger(flakyB, "node-b", settings(Duration.ofSeconds(10), LEASE)), "e2");
        Run runB = onB.next();
        flakyA.goDown();
        flakyB.goDown();
        await().until(() ->
                leaseOf("node-a") < System.currentTimeMillis() && leaseOf("node-b") < System.currentTimeMillis());

        // B is back first, and has all the time in the world; A is back before B's patience of one lease ends.
        flakyB.goUp();
        await().until(() -> leaseOf("node-b") > System.currentTimeMillis());
        flakyA.goUp();
        long back = leaseOf("node-b");
        await().until(() -> leaseOf("node-b") - back > 2 * LEASE.toMillis());

        onA.done(runA);
        onB.done(runB);
        assertThat(database.count("SELECT count(*) FROM run WHERE attempt <> 1"))
                .isZero();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void robsNobodyAfterTheDatabaseFrozeForLongerThanTheLease() throws Exception {
        Worker onA = workerWithARun(node("node-a", LEASE), "e1");
        Run runA = onA.next();
        Worker onB = workerWithARun(node("node-b", LEASE), "e2");
        Run runB = onB.next();
        long first = leaseOf("node-b");
        await().until(() -> leaseOf("node-b") - first > 2 * LEASE.toMillis());
        List<Long> serversOfA = serversOf("node-a");
        List<Long> serversOfB = serversOf("node-b");
        long ended;
        try {
            signal("STOP", serversOfA);
            signal("STOP", serversOfB);
            ended = leaseOf("node-a") + 200;
            await().until(() -> System.currentTimeMillis() > ended);
            signal("CONT", serversOfB);
            // B goes on and sees that A's lease has ended.
            await().until(() -> leaseOf("node-b") > System.currentTimeMillis());
        } finally {
            signal("CONT", serversOfB);
            signal("CONT", serversOfA);
        }

        long back = leaseOf("node-b");
        await().until(() -> leaseOf("node-b") - back > 2 * LEASE.toMillis());
        onA.done(runA);
        onB.done(runB);
        assertThat(database.count("SELECT count(*) FROM run WHERE attempt <> 1"))
                .isZero();
    }

    /** A node's worker with an event of its own; its router ends once that is done, so that the other node gets none. */
    private Worker workerWithARun(Ledger node, String eventId) {
        Worker worker = new Worker(node, WORKFLOW, 1).started();
        Subscription router = router(node, WORKFLOW);
        accept(node, event(eventId));
        awaitState(eventId, WORKFLOW, "running");
        node.unsubscribe(router);
        return worker;
    }

    private long leaseOf(String node) {
        List<Map<String, Object>> rows = database.rows("SELECT lease_until FROM node WHERE node = ?", node);
        return rows.isEmpty() ? 0 : LedgerContract.number(rows.get(0), "lease_until");
    }

    private List<Long> serversOf(String application) {
        return database.rows("SELECT pid FROM pg_stat_activity WHERE application_name = ?", application).stream()
                .map(row -> LedgerContract.number(row, "pid"))
                .toList();
    }

    private static void signal(String name, List<Long> processes) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(pid -> command.add(pid.toString()));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
