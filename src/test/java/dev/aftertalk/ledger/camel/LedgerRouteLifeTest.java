package dev.aftertalk.ledger.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.ServiceStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Workflows that are paused, stopped and started again while they run. */
class LedgerRouteLifeTest extends LedgerRoutes {

    private static final String BLOCKING = "- process:\n    ref: blocks\n- process:\n    ref: after\n";

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    private void blockFirst() {
        AtomicInteger calls = new AtomicInteger();
        step("blocks", exchange -> {
            if (calls.incrementAndGet() == 1) {
                begun.countDown();
                assertThat(goOn.await(15, TimeUnit.SECONDS)).isTrue();
            }
        });
    }

    @Test
    void pausesAWorkflowWithItsRoute() throws Exception {
        blockFirst();
        start(workflow("?concurrency=1", BLOCKING));
        accept("e1");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        Thread suspending = new Thread(() -> suspend("mail"));
        suspending.start();
        await(() -> !takes());

        accept("e2");
        awaitState("e2", "queued");
        goOn.countDown();
        suspending.join(15_000);
        awaitState("e1", "done");
        accept("e3");
        awaitState("e3", "queued");
        assertThat(context.getRouteController().getRouteStatus("mail")).isEqualTo(ServiceStatus.Suspended);
        assertThat(run("e2")).containsEntry("state", "queued").containsEntry("attempt", 0);

        context.getRouteController().resumeRoute("mail");
        awaitState("e2", "done");
        awaitState("e3", "done");
        assertThat(acted).hasSize(3);
    }

    private boolean takes() {
        return ((LedgerConsumer) context.getRoute("mail").getConsumer()).isTaking();
    }

    private void suspend(String route) {
        try {
            context.getRouteController().suspendRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void finishesWhatIsInFlightBeforeItStopsAndLeavesTheRest() throws Exception {
        blockFirst();
        start(workflow("?concurrency=1", BLOCKING));
        accept("e1");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        accept("e2");
        awaitState("e2", "queued");
        Thread stopping = new Thread(context::stop);
        stopping.start();
        await(() -> !takes());

        goOn.countDown();
        stopping.join(15_000);

        assertThat(run("e1")).containsEntry("state", "done");
        assertThat(run("e2")).containsEntry("state", "queued").containsEntry("attempt", 0);
        assertThat(acted).containsExactly("after");
        ledger.close();
        assertThat(database.count("SELECT count(*) FROM run WHERE state = 'running'"))
                .isZero();
    }

    @Test
    void losesNoRunWhenTheTimeToStopIsOver() throws Exception {
        blockFirst();
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(300);
        start(workflow("?concurrency=1", BLOCKING));
        accept("e1");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        accept("e2");

        context.getRouteController().stopRoute("mail");

        awaitState("e1", "queued");
        awaitState("e2", "queued");
        // Not counted as failed, and yet the next one is another attempt: the first may still be doing something.
        assertThat(run("e1"))
                .containsEntry("attempt", 1)
                .containsEntry("earlier_attempts", 1)
                .containsEntry(
                        "cause",
                        "Its workflow was replaced after an edit, or its route stopped, before this was finished (routes.swap-timeout); it goes again.");
        goOn.countDown();
        context.getRouteController().startRoute("mail");
        awaitState("e1", "done");
        awaitState("e2", "done");
        assertThat(acted).hasSize(2);
    }

    /** As when an edit replaces it: how they have ended is written once that is possible. */
    @Test
    void waitsForNoDatabaseToStopARouteWhoseRunsHaveEnded() throws Exception {
        blockFirst();
        start(workflow("?concurrency=1", BLOCKING));
        accept("e1");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        flaky.goDown();
        goOn.countDown();
        await(() -> acted.size() == 1);

        long stopping = System.nanoTime();
        context.getRouteController().stopRoute("mail");
        assertThat(Duration.ofNanos(System.nanoTime() - stopping))
                .as("not for as long as the database is away")
                .isLessThan(Duration.ofSeconds(10));
        context.getRouteController().startRoute("mail");
        flaky.goUp();
        awaitState("e1", "done");
        accept("e2");
        awaitState("e2", "done");
        assertThat(acted).hasSize(2);
    }

    @Test
    void losesNoRunWhenARouteIsStoppedAndStartedInTheMiddleOfABurst() throws Exception {
        start(workflow("?concurrency=3", "- process:\n    ref: after\n"));
        int events = 300;
        Thread sender = new Thread(() -> {
            for (int i = 0; i < events; i++) {
                accept("e" + i);
            }
        });
        sender.start();

        for (int i = 0; i < 15; i++) {
            context.getRouteController().stopRoute("mail");
            context.getRouteController().startRoute("mail");
        }

        sender.join(30_000);
        await(() -> database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'done'") == events);
        assertThat(acted).hasSize(events);
    }

    @Test
    void runsNoMoreAtOnceThanItsConcurrency() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch three = new CountDownLatch(3);
        step("counts", exchange -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            three.countDown();
            assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
            running.decrementAndGet();
        });
        start(workflow("?concurrency=3", "- process:\n    ref: counts\n"));

        for (int i = 0; i < 20; i++) {
            accept("e" + i);
        }

        await(() -> database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'done'") == 20);
        assertThat(most).hasValue(3);
    }

    private static void await(java.util.concurrent.Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(condition);
    }
}
