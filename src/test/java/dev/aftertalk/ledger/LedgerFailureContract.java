package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the ledger promises on every database when the server or the database fails. */
abstract class LedgerFailureContract extends LedgerTestBase {

    /** How long an event may take: longer than a busy machine needs. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final IntentPermit GRANTED = new IntentPermit() {
        @Override
        public boolean grant(LedgerStatements ledger) {
            return true;
        }

        @Override
        public String refused() {
            return null;
        }
    };

    FlakyDataSource flaky;

    @BeforeEach
    void makeFlaky() {
        flaky = new FlakyDataSource(database.dataSource());
    }

    private Ledger flakyLedger() {
        return ledger(flaky, "node-a", settings(LONG, LONG_LEASE));
    }

    /** Refuses events soon when the database is away. */
    private Ledger hastyLedger() {
        return ledger(flaky, "node-a", settings(SHORT, LONG_LEASE));
    }

    /** Leaves the ledger as a crash would: it can't write another word. */
    private void crash(Ledger ledger) {
        flaky.goDown();
        ledger.close();
    }

    @Test
    void takesItsOwnRunsBackAtOnceAfterACrash() {
        Ledger before = flakyLedger();
        router(before, WORKFLOW);
        Worker lost = new Worker(before, WORKFLOW, 2).started();
        accept(before, event("e1", "c1", 1L));
        accept(before, event("e2"));
        lost.next();
        lost.next();
        crash(before);
        assertThat(database.run("e1", WORKFLOW)).containsEntry("state", "running");

        Worker mail = new Worker(ledger(), WORKFLOW, 2).started();

        List<Run> again = List.of(mail.next(), mail.next());
        assertThat(again).extracting(Run::attempt).containsOnly(2);
        assertThat(again).extracting(Run::eventId).containsExactlyInAnyOrder("e1", "e2");
        assertThat(database.run("e1", WORKFLOW).get("cause").toString()).contains("The server stopped");
        again.forEach(mail::done);
        assertThat(database.run("e1", WORKFLOW)).containsEntry("state", "done").containsEntry("cause", null);
    }

    @Test
    void givesARunUpWhoseServerEndsEachTimeAndNoOther() {
        Ledger before = ledger();
        router(before, WORKFLOW);
        accept(before, event("deadly"));
        accept(before, event("innocent"));
        awaitState("deadly", WORKFLOW, "queued");
        awaitState("innocent", WORKFLOW, "queued");
        before.close();

        for (int times = 1; times <= 5; times++) {
            endWhileRunning("deadly");
            if (times == 1) {
                endWhileRunning("innocent");
            }
            Ledger next = ledger();
            awaitState("deadly", WORKFLOW, "queued");
            next.close();
            assertThat(database.run("deadly", WORKFLOW)).containsEntry("interrupted", times);
            long wait = number("deadly", "due_at") - System.currentTimeMillis();
            assertThat(wait).isLessThan(times == 1 ? 1 : 120_000);
            assertThat(wait).isGreaterThan(times == 1 ? -60_000 : 1000);
        }
        endWhileRunning("deadly");
        Ledger last = ledger();
        awaitState("deadly", WORKFLOW, "dead");
        assertThat(database.run("deadly", WORKFLOW).get("cause").toString())
                .startsWith("Interrupted 6 times in a row by the end of the server");
        assertThat(database.run("deadly", WORKFLOW).get("ended_at")).isNotNull();
        Worker goesOn = new Worker(last, WORKFLOW, 2).started();
        Run innocent = goesOn.next();
        assertThat(innocent.eventId()).isEqualTo("innocent");
        goesOn.done(innocent);
        assertThat(state("innocent", WORKFLOW)).isEqualTo("done");
    }

    @Test
    void aRunThatCameToAnEndInBetweenBeginsToCountAnew() {
        Ledger before = ledger();
        router(before, WORKFLOW);
        accept(before, event("e1"));
        awaitState("e1", WORKFLOW, "queued");
        before.close();
        endWhileRunning("e1");
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        Run run = mail.next();
        assertThat(database.run("e1", WORKFLOW)).containsEntry("interrupted", 1);
        mail.end(run, new Outcome.GivenBack("stopping"));
        assertThat(database.run("e1", WORKFLOW)).containsEntry("interrupted", 1);
        mail.end(mail.next(), new Outcome.Retry(Duration.ofHours(1), "busy", false));
        assertThat(database.run("e1", WORKFLOW)).containsEntry("interrupted", 0);
    }

    @Test
    void givesNothingUpThatIsAtWorkWheneverTheServerEndsSoonAfterItsStart() {
        queue("innocent-1", "innocent-2");
        for (int life = 1; life <= 8; life++) {
            Ledger ledger = flakyLedger();
            Worker mail = new Worker(ledger, WORKFLOW, 3).started();
            router(ledger, WORKFLOW);
            String event = "new-" + life;
            accept(ledger, event(event));
            mail.done(Stream.generate(mail::next)
                    .filter(run -> run.eventId().equals(event))
                    .findFirst()
                    .orElseThrow());
            endServer(ledger);
        }

        Worker mail = new Worker(settledLedger(), WORKFLOW, 3).started();
        List<String> went = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Run run = mail.next();
            assertThat(database.run(run.eventId(), WORKFLOW).get("cause").toString())
                    .startsWith("The server ended 3 times in a row while it was running.");
            went.add(run.eventId());
            mail.done(run);
        }
        assertThat(went).containsExactlyInAnyOrder("innocent-1", "innocent-2");
        assertThat(database.run("innocent-1", WORKFLOW))
                .containsEntry("state", "done")
                .containsEntry("interrupted", 0);
    }

    @Test
    void givesUpOnlyTheRunThatEndsServersAndNoneThatIsAtWorkBesideIt() {
        List<String> innocent = List.of("innocent-1", "innocent-2");
        queue("innocent-1", "deadly", "innocent-2");
        int ends = 0;
        while (!state("deadly", WORKFLOW).equals("dead")) {
            Ledger ledger = settledLedger();
            Worker mail = new Worker(ledger, WORKFLOW, 4).started();
            for (Run run = mail.next(); !run.eventId().equals("deadly"); run = mail.next()) {
                if (run.interrupted() > 2) {
                    mail.done(run);
                }
            }
            endServer(ledger);
            ends++;
        }
        assertThat(ends).isEqualTo(6);
        Worker mail = new Worker(settledLedger(), WORKFLOW, 4).started();
        await().until(() -> {
            if (mail.waiting() > 0) {
                mail.done(mail.next());
            }
            return innocent.stream().allMatch(event -> state(event, WORKFLOW).equals("done"));
        });
    }

    @Test
    void triesWhatMayEndServersOneAtATimeBesideEverythingElse() {
        queue("e1", "e2", "e3");
        database.execute("UPDATE run SET interrupted = 3 WHERE workflow = '" + WORKFLOW + "'");
        Ledger ledger = settledLedger();
        Worker mail = new Worker(ledger, WORKFLOW, 3).started();
        router(ledger, WORKFLOW);
        for (int suspect = 1; suspect <= 3; suspect++) {
            Run alone = mail.next();
            assertThat(alone.interrupted()).isEqualTo(3);
            for (int other = 1; other <= 20; other++) {
                String event = "new-" + suspect + "-" + other;
                accept(ledger, event(event));
                Run run = mail.next();
                assertThat(run.eventId()).isEqualTo(event);
                mail.done(run);
            }
            mail.done(alone);
        }
        assertThat(state("e3", WORKFLOW)).isEqualTo("done");
    }

    /** Events whose runs are due, and no server that works on them. */
    private void queue(String... events) {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        for (String event : events) {
            accept(ledger, event(event));
            awaitState(event, WORKFLOW, "queued");
        }
        ledger.close();
    }

    /** A server that has been up for so long, after a moment, that it tries what may end servers. */
    private Ledger settledLedger() {
        return ledger(flaky, "node-a", settings(LONG, Duration.ofMillis(300)));
    }

    /** Ends it as a crash would; the next one has taken back what it worked on, and the time until that goes again is over. */
    private void endServer(Ledger ledger) {
        crash(ledger);
        flaky.goUp();
        Ledger next = ledger();
        await().until(() ->
                database.rows("SELECT 1 FROM run WHERE state = 'running'").isEmpty());
        next.close();
        database.execute("UPDATE run SET due_at = 0 WHERE state = 'queued'");
    }

    /** As a server leaves it that is killed. */
    private void endWhileRunning(String eventId) {
        database.execute("UPDATE run SET state = 'running', node = 'node-a' WHERE workflow = '" + WORKFLOW
                + "' AND event_seq = (SELECT seq FROM event WHERE event_id = '" + eventId + "')");
    }

    private long number(String eventId, String column) {
        return ((Number) database.run(eventId, WORKFLOW).get(column)).longValue();
    }

    @Test
    void tellsTheNextAttemptWhatAnInterruptedOneWasAboutToDo() {
        Ledger before = flakyLedger();
        router(before, WORKFLOW);
        Worker lost = new Worker(before, WORKFLOW, 1).started();
        accept(before, event("e1"));
        assertThat(lost.intend(lost.next(), "mail to the visitor")).isTrue();
        crash(before);

        Worker mail = new Worker(ledger(), WORKFLOW, 1).started();
        Run again = mail.next();
        assertThat(again.intent()).isEqualTo("mail to the visitor");

        mail.done(again);
        assertThat(database.run("e1", WORKFLOW).get("cause").toString())
                .startsWith("Done again")
                .endsWith("mail to the visitor");
    }

    @Test
    void forgetsTheIntentOfAnAttemptThatIsKnownToHaveFailed() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        Run first = mail.next();
        mail.intend(first, "mail");

        mail.end(first, new Outcome.Retry(Duration.ZERO, "refused", false));

        Run second = mail.next();
        assertThat(second.intent()).isNull();
        mail.done(second);
        assertThat(database.run("e1", WORKFLOW)).containsEntry("cause", null);
    }

    @Test
    void keepsTheIntentOfAnAttemptWhoseOutcomeIsUnknownUntilTheRunEnds() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        Run first = mail.next();
        mail.intend(first, "mail");

        mail.end(first, new Outcome.Retry(Duration.ZERO, "no answer", true));
        Run second = mail.next();
        assertThat(second.intent()).isEqualTo("mail");

        // That this attempt failed before it did anything settles nothing about the first.
        mail.end(second, new Outcome.Retry(Duration.ZERO, "look-up failed", false));
        assertThat(mail.next().intent()).isEqualTo("mail");
    }

    @Test
    void fencesANodeWhoseRunsWereTakenOver() {
        Duration lease = Duration.ofSeconds(1);
        Ledger sleeper = ledger(flaky, "node-a", settings(LONG, lease));
        router(sleeper, WORKFLOW);
        Worker late = new Worker(sleeper, WORKFLOW, 1).started();
        accept(sleeper, event("e1"));
        Run lost = late.next();
        flaky.goDown();
        Ledger other = ledger(database.dataSource(), "node-b", settings(LONG, lease));
        Worker mail = new Worker(other, WORKFLOW, 1).started();
        Run taken = mail.next();
        assertThat(taken.attempt()).isEqualTo(2);

        flaky.goUp();

        Map<String, Object> before = database.run("e1", WORKFLOW);
        assertThat(late.intend(lost, "mail")).isFalse();
        assertThat(Worker.get(sleeper.intend(lost, "mail", GRANTED))).isEqualTo(Intended.TAKEN_OVER);
        assertThat(late.end(lost, new Outcome.Dead("too late"))).isFalse();
        assertThat(database.run("e1", WORKFLOW)).isEqualTo(before).containsEntry("node", "node-b");
        assertThat(late.subscription.inFlight()).isZero();
        mail.done(taken);
        assertThat(state("e1", WORKFLOW)).isEqualTo("done");
    }

    @Test
    void givesItsPlaceBackOnceEachWhenItClaimsAgainWhatItStillWorksOn() {
        Duration lease = Duration.ofSeconds(1);
        Ledger sleeper = ledger(flaky, "node-a", settings(LONG, lease));
        router(sleeper, WORKFLOW);
        Worker late = new Worker(sleeper, WORKFLOW, 2).started();
        accept(sleeper, event("e1"));
        Run first = late.next();
        flaky.goDown();
        Ledger other = ledger(database.dataSource(), "node-b", settings(LONG, lease));
        Worker mail = new Worker(other, WORKFLOW, 1).started();
        Run second = mail.next();
        mail.subscription.suspend();
        mail.end(second, new Outcome.Retry(Duration.ZERO, "busy", false));
        flaky.goUp();
        Run third = late.next();
        assertThat(third.attempt()).isEqualTo(3);
        assertThat(late.subscription.inFlight()).isEqualTo(2);

        assertThat(late.end(first, new Outcome.Done())).isFalse();
        late.done(third);

        assertThat(late.subscription.inFlight()).isZero();
    }

    @Test
    void refusesEventsWithinTheirTimeAndKeepsEndsWhileTheDatabaseIsAway() {
        Ledger ledger = hastyLedger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        accept(ledger, event("e2"));
        Run run = mail.next();
        flaky.goDown();

        CompletableFuture<Boolean> end = ledger.end(run, new Outcome.Done());
        long before = System.nanoTime();
        List<CompletableFuture<Boolean>> accepts = IntStream.range(0, 600)
                .mapToObj(i -> ledger.accept(event("away-" + i)))
                .toList();

        assertThat(accepts.get(0)).failsWithin(LONG);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before))
                .isGreaterThanOrEqualTo(SHORT.toMillis() - 50);
        await().until(() -> accepts.stream().allMatch(CompletableFuture::isDone));
        assertThat(accepts).allSatisfy(accept -> assertThat(accept)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(TimeoutException.class));
        assertThat(end).isNotDone();
        await().until(() -> !ledger.storesEvents());
        flaky.goUp();

        assertThat(Worker.get(end)).isTrue();
        await().until(ledger::storesEvents);
        assertThat(mail.next().eventId()).isEqualTo("e2");
        assertThat(database.run("e1", WORKFLOW)).containsEntry("state", "done").containsEntry("attempt", 1);
        // Their senders were told to send them again.
        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(2);
        assertThat(accept(ledger, event("away-0"))).isTrue();
    }

    @Test
    void writesTheEndsThatAreLeftWhenTheDatabaseComesBackWhileItCloses() throws Exception {
        Ledger ledger = hastyLedger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        Run run = mail.next();
        flaky.goDown();
        CompletableFuture<Boolean> end = ledger.end(run, new Outcome.Done());
        assertThat(ledger.accept(event("away"))).failsWithin(LONG);
        Thread closing = new Thread(ledger::close);
        closing.start();
        await().until(() -> ledger.accept(event("e2")).isCompletedExceptionally());
        int refused = flaky.refused();
        await().until(() -> flaky.refused() > refused + 2);

        flaky.goUp();

        assertThat(Worker.get(end)).isTrue();
        closing.join(TimeUnit.SECONDS.toMillis(30));
        assertThat(state("e1", WORKFLOW)).isEqualTo("done");
    }

    @Test
    void storesAnEventOnceWhenTheAnswerToItsCommitIsLost() {
        Ledger ledger = flakyLedger();
        flaky.loseAnswerToCommitOf("INSERT INTO event");

        Worker.get(ledger.accept(event("e1")));

        assertThat(flaky.hasLostAnswer()).isTrue();
        assertThat(database.count("SELECT count(*) FROM event")).isOne();
        assertThat(database.count("SELECT count(*) FROM run")).isOne();
        assertThat(accept(ledger, event("e1"))).isFalse();
    }

    @Test
    void startsWorkflowsOnceWhenTheAnswerToTheRoutersCommitIsLost() {
        Ledger ledger = flakyLedger();
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
        accept(ledger, event("e1"));
        Run routing = router.next();
        flaky.loseAnswerToCommitOf("INSERT INTO run");

        router.end(routing, new Outcome.Routed(List.of(new Start(WORKFLOW, Duration.ZERO))));

        Run run = mail.next();
        assertThat(flaky.hasLostAnswer()).isTrue();
        mail.done(run);
        assertThat(database.count("SELECT count(*) FROM run WHERE workflow = 'mail'"))
                .isOne();
        assertThat(state("e1", Ledger.ROUTER)).isEqualTo("done");
        assertThat(router.subscription.inFlight()).isZero();
        assertThat(mail.waiting()).isZero();
    }

    @Test
    void takesBackWhatItClaimedWhenTheAnswerToTheCommitIsLost() {
        Ledger ledger = ledger(flaky, "node-a", settings(LONG, LONG_LEASE.multipliedBy(10)));
        router(ledger, WORKFLOW);
        accept(ledger, event("e1"));
        awaitState("e1", WORKFLOW, "queued");
        flaky.loseAnswerToCommitOf("UPDATE run SET state = 'running'");
        long before = System.nanoTime();

        Worker mail = new Worker(ledger, WORKFLOW, 4).started();

        Run run = mail.next();
        // At once, not when the lease is renewed.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG_LEASE);
        assertThat(flaky.hasLostAnswer()).isTrue();
        assertThat(run.attempt()).isEqualTo(2);
        mail.done(run);
        assertThat(mail.waiting()).isZero();
        assertThat(mail.subscription.inFlight()).isZero();
    }

    @Test
    void takesBackWhatTheDatabaseCommittedAfterTheLedgerHadReconnected() {
        Ledger ledger = ledger(flaky, "node-a", settings(LONG, Duration.ofSeconds(1)));
        router(ledger, WORKFLOW);
        accept(ledger, event("e1"));
        awaitState("e1", WORKFLOW, "queued");
        // What a commit leaves that was carried out when nobody waited for it any more.
        database.execute(
                "UPDATE run SET state = 'running', node = 'node-a', attempt = 1, claimed_at = 1 WHERE workflow = 'mail'");

        Worker mail = new Worker(ledger, WORKFLOW, 4).started();

        assertThat(mail.next().attempt()).isEqualTo(2);
    }

    @Test
    void refusesOnlyTheEventTheDatabaseRefuses() {
        Ledger ledger = flakyLedger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 50).started();
        accept(ledger, event("e0"));
        Run running = mail.next();
        List<CompletableFuture<Boolean>> good = new ArrayList<>();
        List<CompletableFuture<Boolean>> bad = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            good.add(ledger.accept(event("e" + i)));
            // No body: a violated constraint on both databases.
            bad.add(ledger.accept(new IncomingEvent("bad-" + i, "t", null, null, null, null, "webhook", null)));
        }
        CompletableFuture<Boolean> end = ledger.end(running, new Outcome.Done());

        assertThat(good).allMatch(Worker::get);
        assertThat(Worker.get(end)).isTrue();
        assertThat(bad).allSatisfy(result -> assertThat(result)
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(LedgerUnavailableException.class));
        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(21);
        for (int i = 1; i <= 20; i++) {
            mail.done(mail.next());
        }
    }

    @Test
    void tellsWhoWritesThatItsStatementIsWrongAndKeepsItsConnection() {
        Ledger ledger = flakyLedger();
        accept(ledger, event("e1"));

        assertThatThrownBy(() ->
                        ledger.write(db -> db.sql("DELETE FROM no_such_table").update()))
                .isInstanceOf(RetryableException.class);

        assertThat(accept(ledger, event("e2"))).isTrue();
        assertThat(flaky.connections()).isOne();
    }

    @Test
    void declaresDeadWhatEndedInAWayThatCannotBeStored() {
        Ledger ledger = flakyLedger();
        accept(ledger, event("e1"));
        accept(ledger, event("e2"));
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
        Run bad = router.next();

        assertThat(router.end(bad, new Outcome.Routed(List.of(new Start(null, Duration.ZERO)))))
                .isTrue();

        assertThat(database.run("e1", Ledger.ROUTER)).containsEntry("state", "dead");
        router.end(router.next(), new Outcome.Routed(List.of()));
        assertThat(state("e2", Ledger.ROUTER)).isEqualTo("unrouted");
        assertThat(router.subscription.inFlight()).isZero();
    }

    @Test
    void declaresDeadWhatEndedWithADelayBeyondAllTime() {
        Ledger ledger = flakyLedger();
        accept(ledger, event("e1"));
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();

        assertThat(router.end(router.next(), retry(Duration.ofSeconds(Long.MAX_VALUE))))
                .isTrue();

        assertThat(database.run("e1", Ledger.ROUTER)).containsEntry("state", "dead");
    }

    @Test
    void actsOnceOnEachEventThroughOneFailureAfterAnother() {
        int events = 600;
        Ledger ledger = ledger(flaky, "node-a", settings(SHORT, LONG_LEASE));
        router(ledger, WORKFLOW);
        Map<String, AtomicInteger> acted = new ConcurrentHashMap<>();
        ledger.subscribe(WORKFLOW, 8, run -> {
                    acted.computeIfAbsent(run.eventId(), e -> new AtomicInteger())
                            .incrementAndGet();
                    ledger.end(run, new Outcome.Done());
                })
                .resume();
        Random random = new Random(7);
        String[] commits = {"INSERT INTO event", "INSERT INTO run", "state = 'running'", "UPDATE run SET state = ?"};
        AtomicInteger unsent = new AtomicInteger(events);
        IntStream.range(0, events)
                .forEach(i -> send(ledger, event("e" + i, i % 3 == 0 ? null : "c" + i % 20, (long) i), unsent));

        for (int failure = 0; failure < 12; failure++) {
            long done = database.count("SELECT count(*) FROM run WHERE state = 'done'");
            if (random.nextBoolean()) {
                flaky.loseAnswerToCommitOf(commits[failure % commits.length]);
            } else {
                breakConnections();
            }
            await().until(() ->
                    database.count("SELECT count(*) FROM run WHERE state = 'done'") > done || done == 2 * events);
        }

        await().until(() -> unsent.get() == 0
                && database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'done'") == events);
        assertThat(acted).hasSize(events);
        assertThat(acted.values()).allMatch(times -> times.get() == 1);
        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(events);
        assertThat(database.count("SELECT count(*) FROM run WHERE state <> 'done'"))
                .isZero();
    }

    /** Breaks what is connected now. */
    void breakConnections() {
        int before = flaky.refused();
        flaky.goDown();
        await().until(() -> flaky.refused() > before);
        flaky.goUp();
    }

    /** Sends until it is stored, as iAdvize would if it had patience. */
    private static void send(Ledger ledger, IncomingEvent event, AtomicInteger unsent) {
        ledger.accept(event).whenComplete((isNew, failure) -> {
            if (failure == null) {
                unsent.decrementAndGet();
            } else {
                send(ledger, event, unsent);
            }
        });
    }
}
