package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.start.NodeIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data folder that was copied from another server's. */
class SharedIdentityTest {

    private static final LedgerSettings SETTINGS =
            new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(50), Duration.ofSeconds(2));

    @TempDir
    Path folder;

    private final TestDatabase database = TestDatabase.postgres();
    private NodeIdentity original;
    private NodeIdentity copy;

    @BeforeEach
    void copyTheIdentity() throws Exception {
        original = NodeIdentity.of(folder.resolve("original"), false);
        Files.createDirectory(folder.resolve("copy"));
        Files.copy(folder.resolve("original/node"), folder.resolve("copy/node"));
        copy = NodeIdentity.of(folder.resolve("copy"), false);
        assertThat(copy.id()).isEqualTo(original.id());
    }

    @AfterEach
    void close() throws Exception {
        original.close();
        copy.close();
        database.close();
    }

    private Ledger start(NodeIdentity node) {
        Ledger ledger =
                new Ledger(database.dataSource(), node.id(), node.place(), SETTINGS, LedgerObserver.NONE, () -> {});
        assertThat(LedgerTestBase.accept(ledger, LedgerTestBase.event("e" + System.nanoTime())))
                .isTrue();
        return ledger;
    }

    @Test
    void refusesToStartBesideTheServerThatItIsACopyOf() {
        Ledger ledger = start(original);
        try {
            assertThatThrownBy(() -> SharedIdentity.check(database.dataSource(), copy.id(), copy.place()))
                    .isInstanceOf(SharedIdentityException.class)
                    .hasMessageContaining(original.place());
        } finally {
            ledger.close();
        }
    }

    @Test
    void startsOnceAServerThatDiedElsewhereIsKnownToBeGone() throws Exception {
        start(original).close();
        database.execute(
                "UPDATE node SET lease_until = CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) + 1500");
        long begun = System.nanoTime();
        SharedIdentity.check(database.dataSource(), copy.id(), copy.place());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(1));
    }

    @Test
    void startsAtOnceAfterAServerThatWasStoppedElsewhere() throws Exception {
        start(original).close();
        assertThat(
                        database.count(
                                "SELECT count(*) FROM node WHERE lease_until > CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)"))
                .isZero();
        SharedIdentity.check(database.dataSource(), copy.id(), copy.place());
    }

    @Test
    void startsAtOnceWhereItDied() throws Exception {
        Ledger died = start(original);
        try {
            SharedIdentity.check(database.dataSource(), original.id(), original.place());
        } finally {
            died.close();
        }
    }

    @Test
    void startsOneOfTwoCopiesThatAreSwitchedOnTogether() throws Exception {
        List<Object> outcomes = Collections.synchronizedList(new ArrayList<>());
        CyclicBarrier together = new CyclicBarrier(2);
        List<Thread> starts = Stream.of(original, copy)
                .map(node -> new Thread(() -> {
                    try {
                        together.await();
                        SharedIdentity.check(database.dataSource(), node.id(), node.place());
                        outcomes.add(new Ledger(
                                database.dataSource(),
                                node.id(),
                                node.place(),
                                SETTINGS,
                                LedgerObserver.NONE,
                                () -> {}));
                    } catch (Exception e) {
                        outcomes.add(e);
                    }
                }))
                .toList();
        starts.forEach(Thread::start);
        for (Thread start : starts) {
            start.join(20_000);
        }
        try {
            assertThat(outcomes).hasAtLeastOneElementOfType(Ledger.class);
            assertThat(outcomes).hasAtLeastOneElementOfType(SharedIdentityException.class);
        } finally {
            outcomes.stream().filter(Ledger.class::isInstance).forEach(ledger -> ((Ledger) ledger).close());
        }
    }

    @Test
    void claimsNothingAndStopsOnceAnotherServerIsAliveUnderItsName() {
        AtomicInteger stops = new AtomicInteger();
        Ledger ledger = new Ledger(
                database.dataSource(),
                original.id(),
                original.place(),
                SETTINGS,
                LedgerObserver.NONE,
                stops::incrementAndGet);
        try {
            assertThat(LedgerTestBase.accept(ledger, LedgerTestBase.event("e0")))
                    .isTrue();
            // It slept for longer than its lease, and its folder's copy started meanwhile.
            database.execute("UPDATE node SET place = 'elsewhere', lease_until = "
                    + "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT) + 600000");
            LedgerTestBase.await().until(() -> !ledger.storesEvents());
            LedgerTestBase.await().until(() -> stops.get() == 1);
            Worker router = new Worker(ledger, Ledger.ROUTER, 1).started();
            assertThat(LedgerTestBase.accept(ledger, LedgerTestBase.event("e1")))
                    .isTrue();
            assertThat(LedgerTestBase.accept(ledger, LedgerTestBase.event("e2")))
                    .isTrue();
            assertThat(router.waiting()).isZero();
            assertThat(database.rows("SELECT place FROM node")).containsExactly(Map.of("place", "elsewhere"));
        } finally {
            ledger.close();
        }
        assertThat(stops).hasValue(1);
    }
}
