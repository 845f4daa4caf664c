package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.access.TestAudit;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.history.Stretch;
import dev.aftertalk.testing.Schema;
import dev.aftertalk.time.ClockSkew;
import dev.aftertalk.time.MachineClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A drill from being asked for to its report, on a database of its own and with a fault that does nothing. */
@ExtendWith(OutputCaptureExtension.class)
class DrillJobTest {

    private static final String NODE = "node-1";
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final Played played = new Played();
    private JdbcClient database;
    private DrillStore store;
    private DrillJob job;

    /** Knows what became of the fault it began. */
    private static final class Played implements Drill, Fault {

        private boolean outlives;
        private Duration clockStep = Duration.ZERO;
        private Duration shortest = Duration.ZERO;
        private Runnable failing = () -> {};
        private String refusal;
        private boolean locked;
        private boolean meets = true;
        private int begun;
        private volatile boolean ended;
        private volatile boolean closed;

        @Override
        public List<String> names() {
            return List.of("jira-outage", "clock-ahead");
        }

        @Override
        public Optional<String> refusal(String name) {
            return Optional.ofNullable(refusal);
        }

        @Override
        public Fault begin(String name, DrillCalls calls) {
            begun++;
            MachineClock.step(clockStep);
            failing.run();
            if (meets) {
                calls.met("refused connection");
            }
            return this;
        }

        @Override
        public Duration shortest() {
            return shortest;
        }

        @Override
        public boolean outlivesTheServer() {
            return outlives;
        }

        @Override
        public void end() {
            MachineClock.step(Duration.ZERO);
            ended = true;
        }

        @Override
        public void close() {
            end();
            closed = true;
        }
    }

    @BeforeEach
    void open() {
        database = JdbcClient.create(new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db"))));
        LedgerWrites writes = new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                if (played.locked && played.begun > 0) {
                    throw new CannotAcquireLockException("as in a test");
                }
                return work.apply(database);
            }
        };
        database.sql("INSERT INTO node (node, host, lease_until) VALUES (?, 'here', ?)")
                .params(NODE, Long.MAX_VALUE)
                .update();
        store = new DrillStore(database, writes, TestAudit.on(database, writes));
        job = job(true);
    }

    @AfterEach
    void setTheClockRight() {
        job.stop(); // or its time is over in another test
        MachineClock.step(Duration.ZERO);
    }

    private DrillJob job(boolean allowed) {
        ResilienceSettings resilience = new Binder().bindOrCreate("resilience", ResilienceSettings.class);
        return new DrillJob(
                new DrillSettings(allowed, LONG, LONG, false),
                store,
                List.of(played),
                new Guards(resilience, new SimpleMeterRegistry()),
                database,
                new Detours(),
                NODE);
    }

    private long ask(Duration time) {
        return store.ask("jira-outage", time, "anna", NODE).orElseThrow();
    }

    private DrillReport report(long id) {
        return store.find(id).orElseThrow().told();
    }

    private List<String> audit() {
        return database.sql("SELECT what || ' by ' || who FROM audit_entry ORDER BY id")
                .query(String.class)
                .list();
    }

    /** It looks less often the longer a look takes. */
    private void runUntilItIsOver(long id) {
        await().until(() -> {
            job.run();
            return report(id).state().equals("over");
        });
    }

    @Test
    void endsInTimeAndReports() {
        long id = ask(SHORT);
        job.run();
        assertThat(report(id).state()).isEqualTo("running");
        assertThat(played.begun).isEqualTo(1);

        await().until(() -> played.ended); // whether or not anybody looks
        assertThat(played.closed).isFalse();
        job.run();
        assertThat(report(id).state()).isEqualTo("recovering");
        runUntilItIsOver(id);

        DrillReport report = report(id);
        assertThat(played.closed).isTrue();
        assertThat(report.state()).isEqualTo("over");
        assertThat(report.met()).isEqualTo(Map.of("refused connection", 1L));
        assertThat(report.lost()).isZero();
        assertThat(report.doubled()).isZero();
        assertThat(report.allWell()).isTrue();
        assertThat(report.begunAt()).isBefore(report.endedAt());
        assertThat(report.recoveredAt()).isAfterOrEqualTo(report.endedAt());
        assertThat(report.text()).contains("Jira refuses each connection", "for 1 s", "Lost:        0");
        assertThat(audit()).containsExactly("drill.begun by anna", "drill.ended by Aftertalk");
    }

    /** No call meets a wrong clock. */
    @Test
    void tellsTheLogOfTheEndInTheWordsOfItsKind(CapturedOutput output) {
        for (String drill : List.of("jira-outage", "clock-ahead")) {
            long id = store.ask(drill, LONG, "anna", NODE).orElseThrow();
            job.run();
            endAndLook(id);
            runUntilItIsOver(id);
        }

        assertThat(output)
                .contains(
                        "DRILL jira-outage ends: no call meets the fault any more",
                        "DRILL clock-ahead ends: the fault is over")
                .doesNotContain("DRILL clock-ahead ends: no call");
    }

    @Test
    void endsEarlyWhenSomebodySaysSo() {
        long id = ask(LONG);
        job.run();
        assertThat(store.end(id, "bert")).isTrue();
        job.run();
        assertThat(played.ended).isTrue();
        runUntilItIsOver(id);

        assertThat(report(id).notes()).containsExactly("It was ended early.");
        assertThat(store.end(id, "bert")).isFalse();
        assertThat(audit()).containsExactly("drill.begun by anna", "drill.cancelled by bert");
    }

    /** As the server would not see a wrong clock of a moment. */
    @Test
    void endsEarlyNoSoonerThanItMust() {
        played.shortest = LONG;
        long id = ask(LONG);
        job.run();
        store.end(id, "bert");
        job.run();
        assertThat(played.ended).isFalse();
        assertThat(report(id).notes()).isEmpty();

        job.stop();
        played.ended = false;
        played.shortest = Duration.ofMillis(300);
        long next = ask(LONG);
        job.run();
        store.end(next, "bert");
        runUntilItIsOver(next);
        DrillReport report = report(next);
        assertThat(Duration.between(report.begunAt(), report.endedAt())).isGreaterThanOrEqualTo(played.shortest);
        assertThat(report.notes()).containsExactly("It was ended early.");
    }

    @Test
    void waitsUntilAllHasRecoveredUnlessSomebodySaysOtherwise() {
        long id = ask(LONG);
        job.run();
        long now = System.currentTimeMillis();
        waits(1, now, null);
        await().until(() -> System.currentTimeMillis() > now);
        store.end(id, "bert");
        await().until(() -> {
            job.run();
            return report(id).state().equals("recovering")
                    && report(id).waited().now() == 1;
        });

        store.end(id, "bert");
        runUntilItIsOver(id);
        assertThat(report(id).recoveredAt()).isNull();
        assertThat(report(id).notes()).contains("Runs that still wait, and were not waited for any longer: 1.");
        assertThat(audit()).containsExactly("drill.begun by anna", "drill.cancelled by bert", "drill.hurried by bert");
    }

    /** What somebody has to do may be a sentence of its own. */
    @Test
    void saysInOneSentenceWhatWasNotWaitedFor() {
        long id = ask(LONG);
        job.run();
        long now = System.currentTimeMillis();
        waits(1, now, "Jira answered HTTP 401 (\"no\"): check jira.email and jira.api-token.");
        await().until(() -> System.currentTimeMillis() > now);
        endAndLook(id);
        store.end(id, "bert");
        runUntilItIsOver(id);

        assertThat(report(id).notes())
                .contains(
                        "Runs that still wait, and were not waited for any longer: 1 (Jira answered HTTP 401 (\"no\"): check jira.email and jira.api-token).");
    }

    @Test
    void waitsForWhatWasDueAMomentBeforeAndMetTheFault() {
        waits(1, MachineClock.now() - 100, null);
        long id = ask(LONG);
        job.run();
        store.end(id, "bert");
        await().until(() -> {
            job.run();
            return report(id).state().equals("recovering")
                    && report(id).waited().now() == 1;
        });
    }

    /** What was before it lies in the time that it shows. */
    @ParameterizedTest
    @ValueSource(longs = {2, -2})
    void countsWhatCameWhileTheClockWasWrongAndNothingElse(long hours) {
        died(1, MachineClock.now() - Duration.ofHours(1).toMillis());
        played.clockStep = Duration.ofHours(hours);
        long id = ask(LONG);
        job.run();
        died(2, MachineClock.now());
        died(3, MachineClock.now());
        await().until(() -> {
            job.run();
            return report(id).received() > 0;
        });
        assertThat(report(id).received()).isEqualTo(2);
        assertThat(report(id).waited().longestSeconds()).isLessThan(60);
        store.end(id, "bert");
        await().until(() -> {
            job.run();
            return report(id).state().equals("recovering");
        });
        job.run();
        takeBack(played.clockStep);
        died(4, MachineClock.now() + 1);
        waits(5, MachineClock.now() + 1, null); // for which nobody waits
        runUntilItIsOver(id);

        DrillReport report = report(id);
        assertThat(report.received()).isEqualTo(2);
        assertThat(report.dead()).containsExactly(new Stretch.Dead("csat", "no", 2, 0));
        assertThat(report.lost()).isZero();
    }

    /** As the server does some seconds after the clock is set right. */
    private void takeBack(Duration ahead) {
        database.sql("UPDATE event SET received_at = received_at - ? WHERE received_at > ?")
                .params(ahead.toMillis(), ClockSkew.latest(MachineClock.now()))
                .update();
    }

    /** It has not begun, and is due in two hours until the server takes its time back. */
    @Test
    void waitsForWhatCameAtTheLastMomentWhileTheClockWasAhead() {
        played.clockStep = Duration.ofHours(2);
        long id = ask(LONG);
        job.run();
        long now = MachineClock.now();
        waits(1, now, null);
        database.sql("UPDATE run SET state = 'queued', due_at = first_due_at").update();
        await().until(() -> MachineClock.now() > now);
        endAndLook(id);
        assertThat(report(id).state()).isEqualTo("recovering");

        takeBack(played.clockStep);
        database.sql("UPDATE run SET state = 'done'").update();
        runUntilItIsOver(id);
        assertThat(report(id).recoveredAt()).isNotNull();
        assertThat(report(id).received()).isEqualTo(1);
    }

    @Test
    void saysWhatOfTheTimeWhenTheClockWasAheadWasNotWaitedFor() {
        played.clockStep = Duration.ofHours(2);
        long id = ask(LONG);
        job.run();
        long now = MachineClock.now();
        died(1, now);
        await().until(() -> MachineClock.now() > now);
        endAndLook(id);
        store.end(id, "bert");
        runUntilItIsOver(id);

        assertThat(report(id).recoveredAt()).isNull();
        assertThat(report(id).notes())
                .contains(
                        "Events received while the clock was ahead that still bear its time, and were not waited for any longer: 1.");
    }

    private void endAndLook(long id) {
        store.end(id, "bert");
        await().until(() -> {
            job.run();
            return report(id).state().equals("recovering");
        });
        job.run();
    }

    /** Due a moment before that time, as what meets the fault may be. */
    @Test
    void doesNotCountWhatHadDiedBeforeAtTheTimeThatTheClockShows() {
        long shown = MachineClock.now() - Duration.ofHours(2).toMillis();
        died(1, shown - 3_000);
        database.sql("UPDATE run SET ended_at = ?").param(shown + 60_000).update();
        played.clockStep = Duration.ofHours(-2);
        long id = ask(LONG);
        job.run();
        store.end(id, "bert");
        runUntilItIsOver(id);

        assertThat(report(id).dead()).isEmpty();
    }

    /** As one that asks for another does, to whom this server seems to have ended. */
    @Test
    void endsTheFaultOfADrillThatSomebodyElseHasBrokenOff() {
        long id = ask(LONG);
        job.run();
        database.sql("UPDATE drills SET state = 'broken off' WHERE id = ?")
                .param(id)
                .update();
        job.run();

        assertThat(played.ended).isTrue();
        assertThat(played.closed).isTrue();
        assertThat(report(id).state()).isEqualTo("broken off");
        assertThat(ask(SHORT)).isGreaterThan(id);
    }

    /** What faults of the clock and of the database change is the whole process's. */
    @Test
    void leavesTheNextFaultAloneWhenTheTimeOfABrokenOffOneIsOver() {
        Duration time = Duration.ofMillis(300);
        long id = ask(time);
        job.run();
        database.sql("UPDATE drills SET state = 'broken off' WHERE id = ?")
                .param(id)
                .update();
        job.run();
        played.clockStep = Duration.ofHours(2);
        ask(LONG);
        job.run();
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                .join();

        assertThat(MachineClock.now()).isGreaterThan(System.currentTimeMillis() + 3_600_000);
    }

    @Test
    void leavesNothingOfAFaultThatCouldNotBeWatched() {
        played.clockStep = Duration.ofHours(-2);
        played.failing = () -> database.sql("DROP TABLE run").update();
        long id = ask(LONG);
        job.run();
        assertThat(played.begun).isEqualTo(1);
        assertThat(played.ended).isTrue();
        assertThat(played.closed).isTrue();
        assertThat(MachineClock.now()).isCloseTo(System.currentTimeMillis(), within(60_000L));
        assertThat(report(id).state()).isEqualTo("running");
        job.run();
        assertThat(report(id).state()).isEqualTo("broken off");
        assertThat(report(id).notes())
                .containsExactly("It could not be watched, as the database failed; no fault is left.");
    }

    private void died(int seq, long at) {
        waits(seq, at, null);
        database.sql("UPDATE run SET state = 'dead', cause = 'no', ended_at = ? WHERE event_seq = ?")
                .params(at, seq)
                .update();
    }

    /** It is not for the fault that they wait. */
    @Test
    void doesNotWaitForWhatWaitedForAPersonBefore() {
        waits(1, System.currentTimeMillis() - 1, "put new codes into promo/");
        long id = ask(LONG);
        job.run();
        waits(2, System.currentTimeMillis(), "put new codes into promo/");
        store.end(id, "bert");
        runUntilItIsOver(id);

        assertThat(report(id).recoveredAt()).isNotNull();
    }

    private void waits(int seq, long since, String waitsFor) {
        database.sql(
                        """
                        INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)
                        VALUES (?, ?, 't', 0, ?, 'webhook', x'00')""")
                .params(seq, "e" + seq, since)
                .update();
        database.sql(
                        """
                        INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, waits_for)
                        VALUES (?, 'csat', 'retrying', 0, 1, ?, ?, ?)""")
                .params(seq, since + 60_000, since, waitsFor)
                .update();
    }

    @Test
    void leavesNoFaultWhenTheServerStops() {
        long id = ask(LONG);
        job.run();
        job.stop();

        assertThat(played.ended).isTrue();
        assertThat(played.closed).isTrue();
        assertThat(report(id).state()).isEqualTo("broken off");
        assertThat(audit()).containsExactly("drill.begun by anna", "drill.broken-off by Aftertalk");
    }

    /** As when the drill is that. */
    @Test
    void standsInTheAuditOnceTheDatabaseCanBeWritten() {
        long id = ask(LONG);
        played.locked = true;
        job.run();
        assertThat(report(id).begunAt()).isNull();
        Instant before = Instant.now();

        played.locked = false;
        await().until(() -> Instant.now().isAfter(before.plusMillis(1)));
        job.run();
        assertThat(audit()).containsExactly("drill.begun by anna");
        assertThat(report(id).begunAt()).isBeforeOrEqualTo(before);
        assertThat(database.sql("SELECT at FROM audit_entry").query(Long.class).single())
                .isEqualTo(report(id).begunAt().toEpochMilli());
    }

    @Test
    void saysAfterARestartWhatWasBrokenOff() {
        long id = ask(LONG);
        job.run(); // and the process is killed
        DrillJob next = job(false);
        next.run();

        assertThat(report(id).state()).isEqualTo("broken off");
        assertThat(report(id).met()).isEqualTo(Map.of("refused connection", 1L));
        assertThat(report(id).notes()).containsExactly("The server ended while it was under way; no fault is left.");
        assertThat(audit()).containsExactly("drill.begun by anna", "drill.broken-off by Aftertalk");
    }

    @Test
    void goesOnAfterARestartWithOneThatKillsTheServerUntilItsTimeIsOver() {
        played.outlives = true;
        long id = ask(SHORT);
        job.run(); // and the process is killed
        Instant begun = report(id).begunAt();
        DrillJob next = job(true);
        next.run();
        await().until(() -> {
            next.run();
            return report(id).hasFinished();
        });

        assertThat(report(id).state()).isEqualTo("over");
        assertThat(report(id).begunAt()).isEqualTo(begun);
        assertThat(report(id).met()).containsEntry("ended and started again", 1L);
        assertThat(report(id).allWell()).isTrue();
    }

    /** As when it is started by hand, where nobody would start it again. */
    @Test
    void keepsWhatWasSeenOfOneThatCanNotGoOnAfterARestart(CapturedOutput output) {
        played.outlives = true;
        long id = ask(LONG);
        job.run(); // and the process is killed
        Instant begun = report(id).begunAt();
        played.refusal = "Nobody would start this server again.";
        job(true).run();

        DrillReport report = report(id);
        assertThat(report.state()).isEqualTo("broken off");
        assertThat(report.begunAt()).isEqualTo(begun);
        assertThat(report.met()).isEqualTo(Map.of("refused connection", 1L));
        assertThat(report.notes()).containsExactly("It could not go on: Nobody would start this server again.");
        assertThat(audit()).containsExactly("drill.begun by anna", "drill.broken-off by Aftertalk");
        assertThat(output).contains("DRILL jira-outage could not go on: Nobody would start this server again.");
    }

    @Test
    void takesUpNothingWhereDrillsAreNotAllowed() {
        long id = ask(LONG);
        job(false).run();

        assertThat(played.begun).isZero();
        assertThat(report(id).state()).isEqualTo("asked");
    }

    /** It would look like a test that was passed. */
    @Test
    void saysThatWhatNoCallMetProvesNothing() {
        played.meets = false;
        long id = ask(SHORT);
        runUntilItIsOver(id);

        assertThat(report(id).notes())
                .containsExactly("No call met it: nothing that runs here called Jira meanwhile. It proves nothing.");
        assertThat(report(id).text()).contains("Calls:       none met it", "It proves nothing.");
    }

    /** The command asks whichever server there is, and can't know. */
    @Test
    void beginsNothingThatItCannotPlay(CapturedOutput output) {
        played.refusal = "Nobody would start this server again.";
        long id = ask(LONG);
        job.run();

        assertThat(played.begun).isZero();
        assertThat(audit()).isEmpty();
        assertThat(report(id).state()).isEqualTo("not begun");
        assertThat(report(id).hasFinished()).isTrue();
        assertThat(report(id).notes()).containsExactly("It could not begin: Nobody would start this server again.");
        assertThat(output).contains("DRILL jira-outage could not begin: Nobody would start this server again.");
    }

    @Test
    void runsOneAtATime() {
        long id = ask(LONG);
        assertThat(store.ask("mail-cut", LONG, "bert", NODE)).isEmpty();
        job.run();
        assertThat(store.ask("mail-cut", LONG, "bert", NODE)).isEmpty();

        database.sql("UPDATE node SET lease_until = 0").update(); // its server is gone, and will not go on
        assertThat(store.ask("mail-cut", LONG, "bert", "node-2")).isPresent();
        assertThat(report(id).state()).isEqualTo("broken off");
        assertThat(report(id).notes()).containsExactly("The server that ran it has ended; no fault is left.");
        assertThat(audit()).containsExactly("drill.begun by anna", "drill.broken-off by Aftertalk");
    }
}
