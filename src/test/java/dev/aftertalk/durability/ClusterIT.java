package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.BalancedStream;
import dev.aftertalk.testing.Promised;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two servers on a primary and its synchronous standby, under load, while one part after the other fails. All of it with {@code
 * -Dtest.cluster=all}, and as long and heavy as {@code -Dtest.cluster.rate=40} (events/s), {@code -Dtest.cluster.away=PT8S} (the database) and
 * {@code -Dtest.cluster.frozen=PT8S} (a server or the primary) say.
 */
@EnabledOnOs(OS.LINUX)
class ClusterIT {

    private static final String ALL = "runs with -Dtest.cluster=all";
    private static final int RATE = Integer.getInteger("test.cluster.rate", 40);
    private static final Duration AWAY = Duration.parse(System.getProperty("test.cluster.away", "PT8S"));
    private static final Duration FROZEN = Duration.parse(System.getProperty("test.cluster.frozen", "PT8S"));
    private static final Duration LEASE = Duration.ofSeconds(3);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void theStandbyTakesOverFromAPrimaryThatWasKilled() throws Exception {
        try (Cluster cluster = new Cluster(folder, LEASE);
                BalancedStream events = cluster.post(RATE)) {
            await().atMost(LONGEST).until(() -> events.sent() >= 2 * RATE);
            cluster.database().primary().kill();
            cluster.database().standby().promote();
            int before = events.sent();
            await().atMost(LONGEST).until(() -> events.sent() >= before + 2 * RATE);
            cluster.everyEventEndedOnce(events);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "test.cluster", matches = "all", disabledReason = ALL)
    void theStandbyTakesOverFromAPrimaryThatHangs() throws Exception {
        try (Cluster cluster = new Cluster(folder, LEASE);
                BalancedStream events = cluster.post(RATE)) {
            await().atMost(LONGEST).until(() -> events.sent() >= 2 * RATE);
            cluster.database().primary().freeze();
            cluster.database().standby().promote();
            // What the servers were told in the meantime they can't have stored: these are new.
            int before = cluster.stored();
            await("taking events again").atMost(LONGEST).until(() -> cluster.stored() > before + RATE);
            cluster.database().primary().kill();
            cluster.everyEventEndedOnce(events);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "test.cluster", matches = "all", disabledReason = ALL)
    void theOtherServerDoesTheWorkOfOneThatWasKilled() throws Exception {
        try (Cluster cluster = new Cluster(folder, LEASE);
                BalancedStream events = cluster.post(RATE)) {
            await().atMost(LONGEST).until(() -> events.sent() >= 2 * RATE);
            cluster.node(0).kill();
            int before = events.sent();
            await().atMost(LONGEST).until(() -> events.sent() >= before + 2 * RATE);
            cluster.everyEventEndedOnce(events);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "test.cluster", matches = "all", disabledReason = ALL)
    void webhooksAreRefusedAtOnceWhileTheDatabaseIsAwayAndTakenWhenItIsBack() throws Exception {
        try (Cluster cluster = new Cluster(folder, LEASE);
                BalancedStream events = cluster.post(RATE)) {
            await().atMost(LONGEST).until(() -> events.sent() >= 2 * RATE);
            cluster.database().primary().stop();
            long back = System.nanoTime() + AWAY.toNanos();
            AftertalkProcess node = cluster.node(1);
            await().atMost(LONGEST).until(() -> node.status("/actuator/health/readiness") == 503);
            // Sooner than one that waits for the database (5 s).
            Promised.within(Duration.ofSeconds(4), () -> assertThat(
                            new SignedWebhook(node.port()).post(SignedWebhook.closedConversation(1)))
                    .isEqualTo(503));
            await().atMost(LONGEST).until(() -> node.status("/health") == 503);
            await().atMost(LONGEST).until(() -> node.status("/actuator/health/liveness") == 200);
            await().atMost(AWAY.plus(LONGEST)).until(() -> System.nanoTime() >= back);
            cluster.database().startPrimary();
            await("ready again")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> node.status("/actuator/health/readiness") == 200);
            cluster.everyEventEndedOnce(events);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "test.cluster", matches = "all", disabledReason = ALL)
    void aServerThatFrozeForLongerThanItsLeaseEndsNothingThatOthersHaveDone() throws Exception {
        try (Cluster cluster = new Cluster(folder, LEASE)) {
            AftertalkProcess frozen = cluster.node(0);
            // Slow look-ups, so that it has something at work when it freezes.
            cluster.iadvize().delay(Duration.ofMillis(300));
            try (BalancedStream events = cluster.post(RATE)) {
                await().atMost(LONGEST).until(() -> events.sent() >= 2 * RATE);
                frozen.freeze();
                long until = System.nanoTime() + FROZEN.toNanos();
                await().atMost(FROZEN.plus(LONGEST)).until(() -> System.nanoTime() >= until);
                await("the other took its runs over")
                        .atMost(LONGEST)
                        .until(() -> cluster.node(1).log().contains("of nodes that stopped answering are taken over"));
                frozen.thaw();
                cluster.everyEventEndedOnce(events);
            }
            await("its late ends were fenced off").atMost(LONGEST).until(() -> frozen.log()
                    .contains("no longer this node's"));
        }
    }
}
