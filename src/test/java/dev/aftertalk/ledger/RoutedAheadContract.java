package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.Outcome.Routed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events of which the router's answer is known when they are stored, and runs that are claimed as they are stored. */
abstract class RoutedAheadContract extends LedgerTestBase {

    private static final String WORKFLOW = "mail";

    private static Routed starts(String... workflows) {
        return new Routed(Arrays.stream(workflows)
                .map(workflow -> new Start(workflow, Duration.ZERO))
                .toList());
    }

    private static boolean accept(Ledger ledger, IncomingEvent event, Routed routed) {
        return Worker.get(ledger.accept(event, routed));
    }

    @Test
    void storesTheEventAsRoutedWithWhatItStarts() {
        accept(
                ledger(),
                event("e1", "c1", 5L),
                new Routed(List.of(new Start(WORKFLOW, Duration.ZERO), new Start("survey", Duration.ofHours(1)))));

        assertThat(database.run("e1", Ledger.ROUTER))
                .containsEntry("state", "done")
                .containsEntry("order_key", "c1")
                .containsEntry("attempt", 1)
                .containsEntry("node", null);
        assertThat(database.run("e1", WORKFLOW))
                .containsEntry("state", "queued")
                .containsEntry("order_key", "c1");
        assertThat(database.run("e1", "survey"))
                .containsEntry("state", "queued")
                .containsEntry("order_key", "c1");
        assertThat(database.count("SELECT max(due_at) - min(due_at) FROM run WHERE workflow <> 'router'"))
                .isEqualTo(3_600_000);
        assertThat(database.count(
                        "SELECT count(*) FROM run r JOIN event e ON e.seq = r.event_seq WHERE r.workflow = 'router'"
                                + " AND r.ended_at >= r.claimed_at AND r.claimed_at >= e.received_at AND r.first_claimed_at = r.claimed_at"
                                + " AND r.event_created_at = e.created_at AND r.due_at = e.received_at"))
                .isOne();
    }

    @Test
    void keepsAnEventThatNoBranchNamesAsUnrouted() {
        accept(ledger(), event("e1"), starts());

        assertThat(state("e1", Ledger.ROUTER)).isEqualTo("unrouted");
        assertThat(database.count("SELECT count(*) FROM run")).isOne();
    }

    @Test
    void startsNothingForARepeat() {
        Ledger ledger = ledger();
        accept(ledger, event("e1"), starts(WORKFLOW));

        assertThat(accept(ledger, event("e1"), starts(WORKFLOW, "another"))).isFalse();

        assertThat(database.count("SELECT count(*) FROM run")).isEqualTo(2);
    }

    @Test
    void skipsWhatDoesNotRunHere() {
        Ledger ledger = ledger();
        ledger.leaveOut(WORKFLOW, "mail.host is not set");

        accept(ledger, event("e1"), starts(WORKFLOW));

        assertThat(database.run("e1", WORKFLOW))
                .containsEntry("state", "skipped")
                .containsEntry("cause", "mail.host is not set");
    }

    @Test
    void handsOutWhatItStartsAsAFirstAttempt() {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 2).started();
        accept(ledger, event("e1", "c1", 5L), starts(WORKFLOW));

        Run run = mail.next();

        assertThat(run.attempt()).isOne();
        assertThat(run.body()).isEqualTo(event("e1", "c1", 5L).body());
        assertThat(run.eventType()).isEqualTo("v2.conversation.closed");
        assertThat(database.run("e1", WORKFLOW))
                .containsEntry("state", "running")
                .containsEntry("node", "node-a")
                .containsEntry("attempt", 1);
        assertThat(database.count("SELECT first_claimed_at FROM run WHERE workflow = 'mail'"))
                .isEqualTo(run.firstClaimedAt());
        assertThat(mail.intend(run, "mail to visitor")).isTrue();
        mail.done(run);
        assertThat(state("e1", WORKFLOW)).isEqualTo("done");
    }

    /** The one before has been asked about in vain so far, and starts what is to go first. */
    @Test
    void asksTheRouterAgainWhereAnEarlierEventOfTheConversationWaitsForIt() {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        accept(ledger, event("e1", "c1", 5L));
        accept(ledger, event("e2", "c1", 6L), starts(WORKFLOW));
        accept(ledger, event("e3", "c2", 7L), starts(WORKFLOW));

        assertThat(mail.next().eventId()).isEqualTo("e3");
        assertThat(state("e2", Ledger.ROUTER)).isEqualTo("queued");
        assertThat(database.count("SELECT count(*) FROM run WHERE workflow = 'mail'"))
                .isOne();

        router(ledger, WORKFLOW);
        assertThat(mail.next().eventId()).isEqualTo("e1");
    }

    @Test
    void asksTheRouterAgainWhereItIsBusyWithAnEarlierEventOfTheConversation() {
        Ledger ledger = ledger();
        Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
        accept(ledger, event("e1", "c1", 5L));
        Run first = router.next();

        accept(ledger, event("e2", "c1", 6L), starts(WORKFLOW));

        assertThat(state("e2", Ledger.ROUTER)).isEqualTo("queued");
        router.done(first);
        assertThat(router.next().eventId()).isEqualTo("e2");
    }

    /** And not when it is time to look for what has become due, by itself or by another node. */
    @Test
    void handsOutWhatWasLeftAsSoonAsItMayGo() {
        Ledger ledger = ledger(
                database.dataSource(),
                "node-a",
                new LedgerSettings(Duration.ofSeconds(5), 100, Duration.ofMinutes(2), Duration.ofMinutes(10)));
        Worker mail = new Worker(ledger, WORKFLOW, 8).started();
        for (int i = 0; i < 6; i++) {
            accept(ledger, event("e" + i, "c" + i % 3, (long) i), starts(WORKFLOW));
        }

        for (int i = 0; i < 6; i++) {
            mail.done(mail.next());
        }
        Run again = givenBack(ledger, mail);

        assertThat(again.eventId()).isEqualTo("again");
        assertThat(again.attempt()).isOne();
    }

    private static Run givenBack(Ledger ledger, Worker mail) {
        accept(ledger, event("again"), starts(WORKFLOW));
        assertThat(mail.end(mail.next(), new Outcome.GivenBack())).isTrue();
        return mail.next();
    }

    @Test
    void handsOutRunsOfOneConversationOneAtATimeInTheirOrder() {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 8).started();
        List<CompletableFuture<Boolean>> accepted = IntStream.range(0, 20)
                .mapToObj(i -> ledger.accept(event("e" + i, "c" + i % 2, (long) i), starts(WORKFLOW)))
                .toList();
        accepted.forEach(Worker::get);

        List<String> seen = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Run run = mail.next();
            assertThat(
                            database.count(
                                    "SELECT max(n) FROM (SELECT count(*) AS n FROM run WHERE state = 'running' GROUP BY order_key) k"))
                    .isOne();
            seen.add(run.eventId());
            mail.done(run);
        }

        for (int conversation = 0; conversation < 2; conversation++) {
            int parity = conversation;
            assertThat(seen.stream()
                            .map(id -> Integer.parseInt(id.substring(1)))
                            .filter(i -> i % 2 == parity))
                    .isSorted()
                    .hasSize(10);
        }
    }

    /** As events of one commit are due at the same moment. */
    @Test
    void handsOutRunsOfOneCommitInTheOrderOfWhatHappened() throws Exception {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 8).started();

        List<CompletableFuture<Boolean>> accepted = whileItWrites(
                ledger,
                () -> ledger.accept(event("late", "c1", 7L), starts(WORKFLOW)),
                () -> ledger.accept(event("early", "c1", 6L), starts(WORKFLOW)));
        accepted.forEach(Worker::get);

        Run first = mail.next();
        assertThat(first.eventId()).isEqualTo("early");
        mail.done(first);
        assertThat(mail.next().eventId()).isEqualTo("late");
    }

    /** As when the router was just being replaced when the first of them came. */
    @Test
    void asksTheRouterAgainWhereAnEarlierEventOfTheSameCommitWaitsForIt() throws Exception {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 8).started();

        List<CompletableFuture<Boolean>> accepted = whileItWrites(
                ledger,
                () -> ledger.accept(event("e1", "c1", 6L)),
                () -> ledger.accept(event("e2", "c1", 7L), starts(WORKFLOW)));
        accepted.forEach(Worker::get);

        assertThat(state("e2", Ledger.ROUTER)).isEqualTo("queued");
        router(ledger, WORKFLOW);
        assertThat(mail.next().eventId()).isEqualTo("e1");
    }

    /** What these do is in one commit, the next one. */
    @SafeVarargs
    private static <T> List<T> whileItWrites(Ledger ledger, Supplier<T>... work) throws Exception {
        CountDownLatch writing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Integer> other = CompletableFuture.supplyAsync(() -> ledger.write(db -> {
            writing.countDown();
            try {
                return go.await(30, TimeUnit.SECONDS) ? 1 : 0;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        assertThat(writing.await(30, TimeUnit.SECONDS)).isTrue();
        List<T> done = Arrays.stream(work).map(Supplier::get).toList();
        go.countDown();
        assertThat(Worker.get(other)).isOne();
        return done;
    }

    @Test
    void actsOnceForAConversation() {
        Ledger ledger = ledger();
        Worker mail = Worker.once(ledger, WORKFLOW, 4);
        accept(ledger, event("e1", "c1", 5L), starts(WORKFLOW));
        mail.done(mail.next());

        accept(ledger, event("e2", "c1", 6L), starts(WORKFLOW));

        awaitState("e2", WORKFLOW, "skipped");
        assertThat((String) database.run("e2", WORKFLOW).get("cause")).contains("acted on already, for event e1");
        assertThat(mail.waiting()).isZero();
    }

    @Test
    void letsNoNewRunGoBeforeThoseThatHaveBeenDueForLonger() {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 1).started();
        for (int i = 0; i < 5; i++) {
            accept(ledger, event("e" + i), starts(WORKFLOW));
        }

        for (int i = 0; i < 5; i++) {
            Run run = mail.next();
            assertThat(run.eventId()).isEqualTo("e" + i);
            CompletableFuture<Boolean> late = ledger.accept(event("late" + i), starts(WORKFLOW));
            mail.done(run);
            Worker.get(late);
        }
        assertThat(mail.next().eventId()).isEqualTo("late0");
    }

    @Test
    void leavesToOthersWhatAPausedWorkflowIsStartedFor() {
        Ledger ledger = ledger();
        Worker mail = new Worker(ledger, WORKFLOW, 4).started();
        ledger.pause(Set.of(WORKFLOW));

        accept(ledger, event("e1"), starts(WORKFLOW));

        assertThat(database.run("e1", WORKFLOW))
                .containsEntry("state", "queued")
                .containsEntry("attempt", 0);
        ledger.pause(Set.of());
        assertThat(mail.next().eventId()).isEqualTo("e1");
    }

    /** What the router said may be what the database refuses; the event itself is stored. */
    @Test
    void storesAnEventWhoseStartsCanNotBe() {
        Ledger ledger = ledger();

        assertThat(accept(ledger, event("e1"), new Routed(List.of(new Start(null, Duration.ZERO)))))
                .isTrue();

        assertThat(state("e1", Ledger.ROUTER)).isEqualTo("queued");
        assertThat(accept(ledger, event("e2"), starts(WORKFLOW))).isTrue();
        assertThat(state("e2", Ledger.ROUTER)).isEqualTo("done");
    }

    /** Each of two nodes gets events of the same conversations, at the same time. */
    @Test
    void runsOneOfAConversationAtATimeWhicheverNodeStoresIt() {
        Ledger a = ledger();
        Ledger b = ledger(database.dataSource(), "node-b", settings());
        Worker first = new Worker(a, WORKFLOW, 8).started();
        Worker second = new Worker(b, WORKFLOW, 8).started();
        List<CompletableFuture<Boolean>> accepted = IntStream.range(0, 200)
                .mapToObj(i -> (i % 2 == 0 ? a : b).accept(event("e" + i, "c" + i % 3, (long) i), starts(WORKFLOW)))
                .toList();
        accepted.forEach(Worker::get);

        await().untilAsserted(() -> {
            for (Worker worker : List.of(first, second)) {
                while (worker.waiting() > 0) {
                    worker.done(worker.next());
                }
            }
            assertThat(database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'done'"))
                    .isEqualTo(200);
        });
        assertThat(database.count("SELECT count(*) FROM run WHERE attempt <> 1"))
                .isZero();
    }
}
