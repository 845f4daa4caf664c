package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.aftertalk.ledger.waiting.WaitingRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** What the ledger promises on every database while nothing goes wrong with it. */
abstract class LedgerContract extends LedgerTestBase {

    @Test
    void storesAnEventWithItsFieldsAndOneRouterRun() {
        IncomingEvent event = new IncomingEvent(
                "e1", "visitor.updated", null, "v1", 42L, 1_000L, "webhook", new byte[] {0, 1, (byte) 0xff, '{'});
        long before = System.currentTimeMillis();

        assertThat(accept(ledger(), event)).isTrue();

        Map<String, Object> row =
                database.rows("SELECT * FROM event WHERE event_id = 'e1'").get(0);
        assertThat(row)
                .containsEntry("event_type", "visitor.updated")
                .containsEntry("conversation_id", null)
                .containsEntry("visitor_id", "v1")
                .containsEntry("origin", "webhook")
                .containsEntry("body", event.body());
        assertThat(((Number) row.get("project_id")).longValue()).isEqualTo(42);
        assertThat(((Number) row.get("created_at")).longValue()).isEqualTo(1_000);
        assertThat(((Number) row.get("received_at")).longValue()).isBetween(before, System.currentTimeMillis());
        assertThat(database.run("e1", Ledger.ROUTER))
                .containsEntry("state", "queued")
                .containsEntry("order_key", "v1")
                .containsEntry("attempt", 0);
    }

    @Test
    void takesTheTimeOfArrivalForAnEventWithoutOne() {
        accept(ledger(), event("e1"));

        assertThat(database.count("SELECT created_at - received_at FROM event")).isZero();
    }

    @Test
    void ordersByTheConversationBeforeTheVisitor() {
        accept(ledger(), new IncomingEvent("e1", "t", "c1", "v1", null, null, "webhook", new byte[1]));

        assertThat(database.run("e1", Ledger.ROUTER)).containsEntry("order_key", "c1");
    }

    @Test
    void changesNothingForARepeat() {
        Ledger ledger = ledger();
        accept(ledger, event("e1", "c1", 5L));
        List<Map<String, Object>> before = database.rows("SELECT seq, created_at, conversation_id FROM event");

        assertThat(accept(ledger, event("e1", "another", 6L))).isFalse();

        assertThat(database.rows("SELECT seq, created_at, conversation_id FROM event"))
                .isEqualTo(before);
        assertThat(database.count("SELECT count(*) FROM run")).isOne();
    }

    @Test
    void storesOnceWhatComesAHundredTimesAtOnce() {
        Ledger ledger = ledger();
        ExecutorService senders = Executors.newFixedThreadPool(16);

        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 100)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> accept(ledger, event("e1")), senders))
                .toList();

        assertThat(answers.stream().filter(Worker::get)).hasSize(1);
        assertThat(database.count("SELECT count(*) FROM event")).isOne();
        assertThat(database.count("SELECT count(*) FROM run")).isOne();
        senders.shutdownNow();
    }

    @Test
    void refusesAtOnceWhenTooMuchIsWaiting() {
        FlakyDataSource away = new FlakyDataSource(database.dataSource());
        away.goDown();
        Ledger ledger =
                ledger(away, "node-a", new LedgerSettings(Duration.ofSeconds(1), 3, Duration.ofMillis(20), LONG_LEASE));
        List<CompletableFuture<Boolean>> waiting = IntStream.range(0, 3)
                .mapToObj(i -> ledger.accept(event("e" + i)))
                .toList();

        assertThat(ledger.accept(event("one-too-many")))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LedgerUnavailableException.class);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        // Those that were told to come back make room.
        await().until(() -> waiting.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        away.goUp();
        assertThat(accept(ledger, event("later"))).isTrue();
    }

    @Test
    void refusesAtOnceWhenWhatIsWaitingTakesTooMuchMemory() {
        FlakyDataSource away = new FlakyDataSource(database.dataSource());
        away.goDown();
        Ledger ledger = ledger(away, "node-a", bounded(Duration.ofSeconds(1), DataSize.ofKilobytes(100)));
        CompletableFuture<Boolean> large = ledger.accept(event("large", 150_000));

        assertThat(large).isNotDone();
        assertThat(ledger.accept(event("small")))
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(LedgerUnavailableException.class);
        await().until(large::isCompletedExceptionally);
        away.goUp();
        await().until(() -> get(ledger.accept(event("later"))));
        for (int i = 0; i < 20; i++) {
            IncomingEvent fits = event("fits" + i, 90_000);
            await().until(() -> get(ledger.accept(fits))); // the one before gives its room back right after its answer
        }
    }

    private static LedgerSettings bounded(Duration acceptTimeout, DataSize size) {
        return new LedgerSettings(acceptTimeout, 1000, size, Duration.ofMillis(20), LONG_LEASE, 5);
    }

    private static IncomingEvent event(String id, int size) {
        return new IncomingEvent(id, "v2.conversation.closed", null, null, 7L, null, "webhook", new byte[size]);
    }

    private static boolean get(CompletableFuture<Boolean> answer) {
        return answer.handle((isNew, failure) -> failure == null).join();
    }

    @Test
    void tellsAttemptsThatDidNotGetToCallFromTheOthers() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        Run first = mail.next();
        mail.end(first, new Outcome.Retry(Duration.ZERO, "left alone", false, false, true, "jira"));
        Run second = mail.next();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.attemptOfThisTime()).isEqualTo(2);
        assertThat(second.countedAttempt()).isOne();
        assertThat(second.firstClaimedAt()).isEqualTo(first.firstClaimedAt());
        mail.end(second, retry(Duration.ZERO));
        Run third = mail.next();
        assertThat(third.countedAttempt()).isEqualTo(2);
        mail.done(third);
    }

    @Test
    void refusesAfterItWasClosed() {
        Ledger ledger = ledger();
        ledger.close();

        assertThat(ledger.accept(event("e1"))).isCompletedExceptionally();
        assertThat(database.count("SELECT count(*) FROM event")).isZero();
    }

    @Test
    void writesWhatWasGivenBeforeItWasClosed() {
        Ledger ledger = ledger();
        List<CompletableFuture<Boolean>> answers = IntStream.range(0, 1_000)
                .mapToObj(i -> ledger.accept(event("e" + i)))
                .toList();

        ledger.close();

        assertThat(answers).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(1_000);
    }

    @Test
    void startsTheWorkflowsTheRouterNames() {
        Ledger ledger = ledger();
        IncomingEvent event = event("e1", "c1", 5L);
        accept(ledger, event);
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
        Worker mail = new Worker(ledger, "mail", 1).started();
        Worker lead = new Worker(ledger, "lead", 1).started();

        Run routing = router.next();
        assertThat(routing.eventId()).isEqualTo("e1");
        assertThat(routing.eventType()).isEqualTo(event.eventType());
        assertThat(routing.body()).isEqualTo(event.body());
        assertThat(routing.attempt()).isOne();
        assertThat(routing.intent()).isNull();
        Outcome routed =
                new Outcome.Routed(List.of(new Start("mail", Duration.ZERO), new Start("lead", Duration.ZERO)));
        assertThat(router.end(routing, routed)).isTrue();

        mail.done(mail.next());
        lead.done(lead.next());
        assertThat(List.of(state("e1", Ledger.ROUTER), state("e1", "mail"), state("e1", "lead")))
                .containsOnly("done");
        assertThat(database.run("e1", "mail")).containsEntry("order_key", "c1");
        assertThat(database.run("e1", "mail").get("ended_at")).isNotNull();
        assertThat(database.run("e1", "mail").get("node")).isNull();
    }

    @Test
    void startsAWorkflowOnceHoweverOftenItIsNamed() {
        Ledger ledger = ledger();
        accept(ledger, event("e1"));
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
        Outcome twice = new Outcome.Routed(List.of(new Start("mail", Duration.ZERO), new Start("mail", Duration.ZERO)));
        Run routing = router.next();

        assertThat(router.end(routing, twice)).isTrue();
        assertThat(router.end(routing, twice)).isFalse();

        assertThat(database.count("SELECT count(*) FROM run WHERE workflow = 'mail'"))
                .isOne();
    }

    @Test
    void keepsAnEventNobodyWantsAsUnrouted() {
        Ledger ledger = ledger();
        router(ledger);

        accept(ledger, event("e1"));

        awaitState("e1", Ledger.ROUTER, "unrouted");
    }

    @Test
    void keepsTheCauseOfWhatWasSkippedOrIsDead() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        mail.end(mail.next(), new Outcome.Skipped("no address"));
        accept(ledger, event("e2"));
        mail.end(mail.next(), new Outcome.Dead("refused"));

        assertThat(database.run("e1", WORKFLOW))
                .containsEntry("state", "skipped")
                .containsEntry("cause", "no address");
        assertThat(database.run("e2", WORKFLOW)).containsEntry("state", "dead").containsEntry("cause", "refused");
    }

    @Test
    void triesAgainAfterTheDelayAndCountsTheAttempts() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));

        Run first = mail.next();
        mail.end(first, retry(Duration.ofMillis(300)));
        Map<String, Object> waiting = database.run("e1", WORKFLOW);
        Run second = mail.next();

        assertThat(waiting).containsEntry("state", "retrying").containsEntry("cause", "busy");
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.firstClaimedAt()).isEqualTo(first.firstClaimedAt());
        Map<String, Object> running = database.run("e1", WORKFLOW);
        assertThat((Long) number(running, "claimed_at")).isGreaterThanOrEqualTo(number(waiting, "due_at"));
        assertThat(number(running, "claimed_at") - first.firstClaimedAt()).isGreaterThanOrEqualTo(300);
        mail.end(second, retry(Duration.ofMillis(5)));
        Run third = mail.next();
        assertThat(third.attempt()).isEqualTo(3);
        assertThat(third.firstClaimedAt()).isEqualTo(first.firstClaimedAt());
        mail.done(third);
        assertThat(database.run("e1", WORKFLOW)).containsEntry("state", "done").containsEntry("cause", null);
    }

    @Test
    void countsTheTimeToGiveUpAnewOnceARunHasWaitedForSomebody() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));

        Run first = mail.next();
        mail.end(first, waiting("no code", Duration.ofMillis(300)));
        Run second = mail.next();

        assertThat(second.firstDueAt())
                .isEqualTo(first.firstDueAt())
                .isEqualTo(number(database.run("e1", WORKFLOW), "first_due_at"));
        assertThat(second.firstClaimedAt()).isGreaterThanOrEqualTo(first.firstClaimedAt() + 300);
        mail.end(second, retry(Duration.ofMillis(5)));
        assertThat(mail.next().firstClaimedAt()).isEqualTo(second.firstClaimedAt());
    }

    @Test
    void letsAsManyRunsGoOnAsCanAndNoOthers() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        List<String> causes = List.of("no code", "no code", "no code", "busy");
        for (int i = 0; i < causes.size(); i++) {
            accept(ledger, event("e" + i));
            Run run = mail.next();
            mail.end(run, waiting(causes.get(i), Duration.ofMinutes(60 + i)));
        }
        WaitingRuns runs = new WaitingRuns(JdbcClient.create(database.dataSource()), ledger);

        assertThat(runs.count("no code")).containsOnly(entry(WORKFLOW, 3L));
        assertThat(runs.goOn("no code", WORKFLOW, 0)).isZero();
        assertThat(runs.goOn("no ink", WORKFLOW, 10)).isZero();
        assertThat(runs.goOn("no code", "another", 10)).isZero();
        assertThat(due()).isEmpty();
        mail.subscription.suspend();
        assertThat(runs.goOn("no code", WORKFLOW, 1)).isOne();
        assertThat(runs.goOn("no code", WORKFLOW, 1))
                .as("the one that has not begun yet")
                .isOne();
        assertThat(due()).hasSize(1);
        assertThat(runs.goOn("no code", WORKFLOW, 2)).isEqualTo(2);
        runs.goOn("no code", 3);
        assertThat(runs.tryOne("no code")).isFalse();
        assertThat(runs.count("no code")).isEmpty();
        assertThat(due()).as("of a workflow that is suspended here").hasSize(2);
        mail.subscription.resume();

        assertThat(List.of(mail.next().eventId(), mail.next().eventId())).containsExactlyInAnyOrder("e0", "e1");
        runs.goOn("no code", 200);
        assertThat(mail.next().eventId()).isEqualTo("e2");
        assertThat(state("e3", WORKFLOW)).isEqualTo("retrying");
        assertThat(due()).isEmpty();
    }

    @Test
    void aRunThatGoesOnEarlyIsGivenUpNoLaterForIt() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        accept(ledger, event("e1"));
        mail.end(mail.next(), waiting("no code", Duration.ofDays(30)));
        WaitingRuns runs = new WaitingRuns(JdbcClient.create(database.dataSource()), ledger);

        await().until(() -> runs.count("no code").containsKey(WORKFLOW));
        runs.goOn("no code", WORKFLOW, 1);

        assertThat(mail.next().firstClaimedAt()).isLessThanOrEqualTo(System.currentTimeMillis());
    }

    /** iAdvize closed it twice, under two ids. */
    @Test
    void actsOnceForAConversationWhereTheWorkflowSaysSo() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW, "other");
        Worker mail = Worker.once(ledger, WORKFLOW, 4);
        Worker other = new Worker(ledger, "other", 4).started();
        accept(ledger, event("e1", "c1", 1L));
        mail.done(mail.next());
        accept(ledger, event("e2", "c1", 2L));
        accept(ledger, event("e3", "c1", 3L));
        accept(ledger, event("e4", "c2", 4L));
        accept(ledger, event("e5"));
        accept(ledger, event("e6"));

        List<String> acted = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Run run = mail.next();
            acted.add(run.eventId());
            mail.done(run);
        }
        assertThat(acted).as("no conversation is none twice").containsExactlyInAnyOrder("e4", "e5", "e6");
        for (String event : List.of("e2", "e3")) {
            await().until(() -> state(event, WORKFLOW).equals("skipped"));
            assertThat(database.run(event, WORKFLOW))
                    .containsEntry("cause", "this conversation was acted on already, for event e1")
                    .containsEntry("attempt", 0)
                    .doesNotContainEntry("ended_at", null);
        }
        for (int i = 0; i < 6; i++) {
            other.done(other.next());
        }
    }

    /** However seldom it looks for work by itself. */
    @Test
    void skipsOneAfterTheOtherWithoutWaitingWhereAConversationWasActedOn() {
        LedgerSettings seldom =
                new LedgerSettings(Duration.ofSeconds(5), 10_000, Duration.ofSeconds(5), Duration.ofSeconds(30));
        Ledger ledger = ledger(database.dataSource(), "node-a", seldom);
        router(ledger, WORKFLOW);
        Worker mail = Worker.once(ledger, WORKFLOW, 4);
        accept(ledger, event("first", "c1", 1L));
        Run first = mail.next();
        for (int i = 0; i < 20; i++) {
            accept(ledger, event("e" + i, "c1", 2L + i));
            awaitState("e" + i, WORKFLOW, "queued");
        }

        mail.done(first);

        await().until(() -> database.count("SELECT count(*) FROM run WHERE state = 'skipped'") == 20);
    }

    @Test
    void aRunThatIsKnownToHaveDoneNothingKeepsNoOtherFromActing() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = Worker.once(ledger, WORKFLOW, 4);
        Map<String, Outcome> endings = Map.of(
                "dead", new Outcome.Dead("refused", false),
                "skipped", new Outcome.Skipped("no address"),
                "waits", new Outcome.Retry(Duration.ofHours(1), "busy", false));
        endings.forEach((conversation, ending) -> {
            accept(ledger, event(conversation + "-1", conversation, 1L));
            Run first = mail.next();
            if (!conversation.equals("skipped")) {
                mail.intend(first, "mail");
            }
            mail.end(first, ending);
            accept(ledger, event(conversation + "-2", conversation, 2L));
            Run second = mail.next();
            assertThat(second.eventId()).isEqualTo(conversation + "-2");
            mail.done(second);
        });

        // Whoever goes again finds that the other one has acted.
        database.execute("UPDATE run SET state = 'queued', due_at = 1 WHERE workflow = 'mail' AND state <> 'done'");
        mail.subscription.resume();
        await().untilAsserted(() -> assertThat(
                        database.count(
                                "SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'skipped' AND cause LIKE '%was acted on%-2'"))
                .isEqualTo(3));
        assertThat(mail.waiting()).isZero();
    }

    @Test
    void aRunThatMayHaveActedKeepsOthersFromActing() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = Worker.once(ledger, WORKFLOW, 4);
        accept(ledger, event("e1", "c1", 1L));
        Run first = mail.next();
        mail.intend(first, "mail");
        mail.end(first, new Outcome.Retry(Duration.ofMillis(300), "no answer came", true));
        accept(ledger, event("e2", "c1", 2L));
        await().until(() -> state("e2", WORKFLOW).equals("skipped"));

        Run again = mail.next();
        assertThat(again.eventId()).as("its own doubt keeps it from nothing").isEqualTo("e1");
        mail.done(again);
    }

    /** As somebody has it run again who wants the mail sent once more. */
    @Test
    void aRunThatActedGoesAgainWhenItIsReplayed() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = Worker.once(ledger, WORKFLOW, 4);
        accept(ledger, event("e1", "c1", 1L));
        mail.done(mail.next());
        database.execute("UPDATE run SET state = 'queued', due_at = 1 WHERE workflow = 'mail'");
        mail.subscription.resume();
        Run again = mail.next();
        assertThat(again.attempt()).isEqualTo(2);
        mail.done(again);
    }

    private static Outcome waiting(String cause, Duration delay) {
        return new Outcome.Retry(delay, cause, false, true, false, cause);
    }

    private List<Object> due() {
        return JdbcClient.create(database.dataSource())
                .sql("SELECT event_seq FROM run WHERE state = 'retrying' AND due_at <= ?")
                .param(System.currentTimeMillis())
                .query()
                .singleColumn();
    }

    @Test
    void doesNotCountWhatWasGivenBack() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));

        Run first = mail.next();
        mail.end(first, new Outcome.GivenBack());
        Run again = mail.next();

        assertThat(again.attempt()).isOne();
        assertThat(again.firstClaimedAt()).isGreaterThanOrEqualTo(first.firstClaimedAt());
        mail.done(again);
    }

    @Test
    void doesNotClaimADelayedStartBeforeItIsDue() {
        Ledger ledger = ledger();
        accept(ledger, event("e1"));
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        Run routing = router.next();
        long before = System.currentTimeMillis();
        router.end(routing, new Outcome.Routed(List.of(new Start(WORKFLOW, Duration.ofMillis(400)))));

        Run run = mail.next();

        assertThat(run.firstClaimedAt()).isGreaterThanOrEqualTo(before + 400);
        assertThat(number(database.run("e1", WORKFLOW), "first_due_at")).isGreaterThanOrEqualTo(before + 400);
    }

    @Test
    void findsWhatBecomesDueAlsoWhileOtherWorkNeverStops() {
        Ledger ledger = ledger();
        Worker quiet = new Worker(ledger, "quiet", 1).started();
        Subscription router = ledger.subscribe(
                Ledger.ROUTER,
                4,
                run -> ledger.end(
                        run,
                        new Outcome.Routed(
                                run.eventId().equals("e1") ? List.of(new Start("quiet", Duration.ZERO)) : List.of())));
        router.resume();
        accept(ledger, event("e1"));
        quiet.end(quiet.next(), retry(Duration.ofMillis(100)));
        AtomicInteger stop = new AtomicInteger();
        // Each stored event brings the next: the writer always has something to do.
        for (int i = 0; i < 4; i++) {
            acceptForEver(ledger, "busy-" + i + "-", 0, stop);
        }

        assertThat(quiet.next().attempt()).isEqualTo(2);
        stop.set(1);
    }

    private static void acceptForEver(Ledger ledger, String prefix, int number, AtomicInteger stop) {
        if (stop.get() == 0) {
            ledger.accept(event(prefix + number)).thenRun(() -> acceptForEver(ledger, prefix, number + 1, stop));
        }
    }

    @Test
    void runsAConversationOneAtATimeInTheOrderOfItsEvents() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        List<Long> times = new ArrayList<>(List.of(5L, 3L, 9L, 1L, 7L));
        times.forEach(at -> accept(ledger, event("e" + at, "c1", at)));
        times.forEach(at -> awaitState("e" + at, WORKFLOW, "queued"));
        Worker mail = new Worker(ledger, WORKFLOW, 8).started();

        Collections.sort(times);
        for (Long at : times) {
            Run run = mail.next();
            assertThat(run.eventId()).isEqualTo("e" + at);
            // Nothing of the conversation may be claimed beside it: a claim in the same commit would be here by now.
            accept(ledger, event("other-" + at, "c1", 1_000 + at));
            assertThat(mail.waiting()).isZero();
            mail.done(run);
        }
    }

    @Test
    void doesNotHoldAConversationUpForOneThatIsTriedAgainLater() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        accept(ledger, event("e1", "c1", 1L));
        accept(ledger, event("e2", "c1", 2L));
        Worker mail = new Worker(ledger, WORKFLOW, 2).started();

        Run first = mail.next();
        assertThat(first.eventId()).isEqualTo("e1");
        mail.end(first, retry(Duration.ofMinutes(10)));

        assertThat(mail.next().eventId()).isEqualTo("e2");
    }

    @Test
    void holdsNoOtherConversationUpForOneThatRuns() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        accept(ledger, event("e1", "c1", 1L));
        assertThat(mail.next().eventId()).isEqualTo("e1");
        accept(ledger, event("e2", "c1", 2L));
        awaitState("e2", WORKFLOW, "queued");

        accept(ledger, event("e3", "c2", 3L));

        assertThat(mail.next().eventId()).isEqualTo("e3");
        assertThat(state("e2", WORKFLOW)).isEqualTo("queued");
    }

    @Test
    void runsDifferentConversationsAndEventsWithoutOneSideBySideUpToTheConcurrency() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        for (int i = 0; i < 4; i++) {
            accept(ledger, event("e" + i, "c" + i, 1L));
            accept(ledger, event("n" + i));
        }
        await().until(() -> database.count("SELECT count(*) FROM run WHERE workflow = 'mail'") == 8);
        Worker mail = new Worker(ledger, WORKFLOW, 3).started();

        List<Run> inFlight = new ArrayList<>(List.of(mail.next(), mail.next(), mail.next()));
        for (int ended = 0; ended < 8; ended++) {
            assertThat(mail.waiting()).isZero();
            assertThat(mail.subscription.inFlight()).isEqualTo(inFlight.size());
            mail.done(inFlight.remove(0));
            if (ended < 5) {
                inFlight.add(mail.next());
            }
        }
    }

    @Test
    void getsThroughABurstWithRetriesInOrderAndOnce() throws Exception {
        int events = 2_000;
        int concurrency = 16;
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
        AtomicInteger inFlight = new AtomicInteger();
        List<String> wrong = Collections.synchronizedList(new ArrayList<>());
        ExecutorService workers = Executors.newFixedThreadPool(concurrency);
        Random random = new Random(1);
        Subscription mail = ledger.subscribe(WORKFLOW, concurrency, run -> {
            String conversation = conversation(run);
            if (inFlight.incrementAndGet() > concurrency) {
                wrong.add("more than " + concurrency);
            }
            if (running.computeIfAbsent(conversation, c -> new AtomicInteger()).incrementAndGet() > 1) {
                wrong.add("two of " + conversation);
            }
            boolean retry = run.attempt() < 4 && random.nextInt(5) == 0;
            workers.execute(() -> {
                if (!retry) {
                    done.computeIfAbsent(run.eventId(), e -> new AtomicInteger())
                            .incrementAndGet();
                }
                running.get(conversation).decrementAndGet();
                inFlight.decrementAndGet();
                ledger.end(run, retry ? retry(Duration.ofMillis(5)) : new Outcome.Done());
            });
        });
        mail.resume();

        List<CompletableFuture<Boolean>> answers = IntStream.range(0, events)
                .mapToObj(i -> ledger.accept(event("e" + i, "c" + i % 50, (long) i)))
                .toList();

        answers.forEach(answer -> assertThat(Worker.get(answer)).isTrue());
        await().until(() ->
                database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'done'") == events);
        assertThat(wrong).isEmpty();
        assertThat(done).hasSize(events);
        assertThat(done.values()).allMatch(count -> count.get() == 1);
        assertThat(database.count("SELECT count(*) FROM run WHERE attempt > 1")).isPositive();
        await().until(() -> mail.inFlight() == 0);
        workers.shutdownNow();
    }

    private static String conversation(Run run) {
        String body = new String(run.body(), java.nio.charset.StandardCharsets.UTF_8);
        return body.substring(body.indexOf("conversationId"));
    }

    @Test
    void claimsNothingWhileSuspendedAndGoesOnAfterwards() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        accept(ledger, event("e1"));
        Run first = mail.next();

        mail.subscription.suspend();
        accept(ledger, event("e2"));
        awaitState("e2", WORKFLOW, "queued");
        mail.done(first); // what is in flight goes on
        accept(ledger, event("e3"));
        awaitState("e3", WORKFLOW, "queued");
        assertThat(mail.waiting()).isZero();
        assertThat(mail.subscription.inFlight()).isZero();

        mail.subscription.resume();
        assertThat(List.of(mail.next().eventId(), mail.next().eventId())).containsExactly("e2", "e3");
    }

    @Test
    void refusesASecondSubscriptionUntilTheFirstHasEnded() {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();

        assertThatThrownBy(() -> new Worker(ledger, WORKFLOW, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(WORKFLOW);

        ledger.unsubscribe(mail.subscription);
        router(ledger, WORKFLOW);
        accept(ledger, event("e1"));
        Worker next = new Worker(ledger, WORKFLOW, 1).started();
        next.done(next.next());
        assertThat(mail.waiting()).isZero();
    }

    @Test
    void endsARunThatOutlivedItsSubscription() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        Worker before = new Worker(ledger, WORKFLOW, 1).started();
        accept(ledger, event("e1"));
        accept(ledger, event("e2"));
        Run old = before.next();
        ledger.unsubscribe(before.subscription);
        Worker after = new Worker(ledger, WORKFLOW, 1).started();
        Run young = after.next();

        after.done(old);

        assertThat(before.subscription.inFlight()).isZero();
        assertThat(after.subscription.inFlight()).isOne();
        after.done(young);
        assertThat(after.subscription.inFlight()).isZero();
    }

    @Test
    void triesARunAgainThatItsHandlerDidNotTake() {
        Ledger ledger = ledger();
        router(ledger, WORKFLOW);
        AtomicInteger calls = new AtomicInteger();
        Subscription mail = ledger.subscribe(WORKFLOW, 2, run -> {
            if (calls.incrementAndGet() == 1) {
                throw new OutOfMemoryError("unable to create native thread (test)");
            }
            ledger.end(run, new Outcome.Done());
        });
        mail.resume();

        accept(ledger, event("e1"));
        accept(ledger, event("e2"));

        awaitState("e1", WORKFLOW, "done");
        awaitState("e2", WORKFLOW, "done");
        await().until(() -> mail.inFlight() == 0);
        assertThat(calls).hasValue(3);
    }

    static long number(Map<String, Object> row, String column) {
        return ((Number) row.get(column)).longValue();
    }

    @Test
    void writesForOthersInTransactionsOfItsOwn() throws Exception {
        Ledger ledger = ledger();
        ledger.write(db -> db.sql("CREATE TABLE other (id INTEGER PRIMARY KEY)").update());

        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int id = i;
            all.add(CompletableFuture.runAsync(
                    () -> assertThat(ledger.<Integer>write(db -> db.sql("INSERT INTO other (id) VALUES (?)")
                                    .param(id)
                                    .update()))
                            .isOne()));
            all.add(ledger.accept(event("e" + i)));
        }
        for (CompletableFuture<?> each : all) {
            each.get(20, TimeUnit.SECONDS);
        }

        assertThat(database.count("SELECT count(*) FROM other")).isEqualTo(200);
        assertThat(database.count("SELECT count(*) FROM event")).isEqualTo(200);
    }

    @Test
    void givesAWriteThatFailsBackToItsCallerAndStoresItsNeighbours() throws Exception {
        Ledger ledger = ledger();
        ledger.write(db -> db.sql("CREATE TABLE other (id INTEGER PRIMARY KEY)").update());
        ledger.write(db -> db.sql("INSERT INTO other (id) VALUES (1)").update());

        List<CompletableFuture<Boolean>> neighbours = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            neighbours.add(ledger.accept(event("e" + i)));
            if (i % 10 == 0) {
                assertThatThrownBy(() -> ledger.write(db -> {
                            db.sql("INSERT INTO other (id) VALUES (2)").update();
                            return db.sql("INSERT INTO other (id) VALUES (1)").update();
                        }))
                        .isInstanceOf(DataAccessException.class);
                assertThatThrownBy(() -> ledger.write(db -> {
                            throw new PermanentException("not like this");
                        }))
                        .hasMessage("not like this");
            }
        }

        for (CompletableFuture<Boolean> neighbour : neighbours) {
            assertThat(neighbour.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(database.count("SELECT count(*) FROM other")).isOne();
    }
}
