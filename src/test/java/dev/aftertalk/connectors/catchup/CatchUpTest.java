package dev.aftertalk.connectors.catchup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Start;
import dev.aftertalk.ledger.Subscription;
import dev.aftertalk.ledger.TestDatabase;
import dev.aftertalk.ledger.waiting.WaitingRuns;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Twenty runs were sent away from Jira, and wait for it in the ledger. */
class CatchUpTest {

    private static final int WAITING = 20;
    private static final Duration INTERVAL = Duration.ofMillis(300);

    @TempDir
    Path folder;

    private TestDatabase database;
    private volatile Set<String> workflows = Set.of("jira-ticket-on-request");
    private Ledger ledger;
    private Subscription workflow;
    private volatile Function<Run, Outcome> work = run -> new Outcome.Retry(
            Duration.ofHours(24), "Jira is not called for now, since it is down", false, false, true, "jira");

    @BeforeEach
    void sendRunsAway() {
        database = TestDatabase.sqlite(folder);
        ledger = new Ledger(
                database.dataSource(),
                "node",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(20), Duration.ofSeconds(30)));
        Outcome routed = new Outcome.Routed(List.of(new Start("jira-ticket-on-request", Duration.ZERO)));
        ledger.subscribe(Ledger.ROUTER, 4, run -> ledger.end(run, routed)).resume();
        workflow = ledger.subscribe("jira-ticket-on-request", 4, run -> ledger.end(run, work.apply(run)));
        workflow.resume();
        for (int i = 0; i < WAITING; i++) {
            ledger.accept(new IncomingEvent("e" + i, "test", null, null, null, null, "webhook", new byte[0]))
                    .join();
        }
        await().until(() -> waiting(Long.MAX_VALUE) == WAITING);
        workflow.suspend();
        work = run -> new Outcome.Done();
    }

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    @Test
    void letsOneGoOnForEachTryAndTheRestOnceItIsBack() {
        ResilienceSettings settings = settings("500ms", "1000");
        Guards guards = new Guards(settings, new SimpleMeterRegistry());
        Guard jira = guards.of("jira", "Jira");
        CatchUp catchUp = catchUp(guards, settings);
        breakDown(jira);
        catchUp.look();
        assertThat(due()).isZero();
        await().until(() -> {
            catchUp.look();
            return due() > 0;
        });
        catchUp.look();
        assertThat(due()).isOne();

        call(jira, true);
        catchUp.look();
        catchUp.look();
        assertThat(due())
                .as("of 40 a second, and no more before these have begun")
                .isEqualTo(10);
        workflow.resume();
        await().until(() -> {
            catchUp.look();
            return waiting(Long.MAX_VALUE) == 0;
        });
        await().until(() ->
                database.count("SELECT count(*) FROM run WHERE workflow = 'jira-ticket-on-request' AND state = 'done'")
                        == WAITING);
    }

    @Test
    void looksAfterWhatAServerLeftThatIsGone() {
        ResilienceSettings settings = settings("1s", "1000");
        CatchUp catchUp = catchUp(new Guards(settings, new SimpleMeterRegistry()), settings);
        workflow.resume();
        catchUp.start();
        await().until(() -> waiting(Long.MAX_VALUE) == 0);
        catchUp.stop();
    }

    /** Their workflow was switched off, or it is busy with something slow. */
    @Test
    void letsAWorkflowGoOnBesideRunsThatNobodyTakesOrTakesSlowly() {
        alsoWaits("switched-off", 0);
        alsoWaits("slow", 0);
        ledger.subscribe("slow", 1, run -> {}).resume();
        ResilienceSettings settings = settings("1s", "1000");
        CatchUp catchUp = catchUp(new Guards(settings, new SimpleMeterRegistry()), settings, ledger::activeWorkflows);
        workflow.resume();
        await().until(() -> {
            catchUp.look();
            return waiting(Long.MAX_VALUE) == 0;
        });
        assertThat(waitingOf("switched-off")).isEqualTo(WAITING);
        assertThat(waitingOf("slow")).isEqualTo(WAITING - 1);
    }

    /** The first counts when the catching up begins; the other one's runs were sent away later. */
    @Test
    void looksAgainAndAgainWhoElseWaits() {
        ResilienceSettings settings = settings("500ms", "1000");
        CatchUp catchUp = catchUp(new Guards(settings, new SimpleMeterRegistry()), settings);
        catchUp.look();
        assertThat(due()).isEqualTo(10);
        alsoWaits("later", TimeUnit.HOURS.toMillis(24));
        workflows = Set.of("jira-ticket-on-request", "later");
        await().until(() -> {
            catchUp.look();
            return dueOf("later") > 0;
        });
    }

    @Test
    void triesItWithARunOfAnotherWorkflowWhenOneIsNotTaken() {
        alsoWaits("switched-off", 0);
        ResilienceSettings settings = settings("500ms", "1000");
        Guards guards = new Guards(settings, new SimpleMeterRegistry());
        CatchUp catchUp = catchUp(guards, settings);
        breakDown(guards.of("jira", "Jira"));
        await().until(() -> {
            catchUp.look();
            return due() > 0;
        });
    }

    /** Each run that is let go on looks something up before it finds that it is not its turn. */
    @Test
    void letsNoneGoOnWhileACallIsTryingAndOneAnIntervalOtherwise() {
        AtomicInteger woken = new AtomicInteger();
        work = run -> {
            woken.incrementAndGet();
            return new Outcome.Retry(Duration.ofHours(24), "Jira is not called", false, false, true, "jira");
        };
        ResilienceSettings settings = settings("500ms", "1000");
        Guards guards = new Guards(settings, new SimpleMeterRegistry());
        Guard jira = guards.of("jira", "Jira");
        CatchUp catchUp = catchUp(guards, settings);
        breakDown(jira);
        workflow.resume();
        long begun = System.nanoTime();
        await().until(() -> {
            catchUp.look();
            return woken.get() > 3;
        });
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(INTERVAL.multipliedBy(3));

        await().ignoreExceptions().until(() -> {
            try (Guard.Call trying = jira.enter()) {
                await().until(() -> waiting(System.currentTimeMillis()) == 0);
                int before = woken.get();
                await().during(INTERVAL.multipliedBy(3)).until(() -> {
                    catchUp.look();
                    return woken.get() == before;
                });
                return true;
            }
        });
    }

    /** Its runs are made due and not taken, unless the workflow is resumed. */
    private CatchUp catchUp(Guards guards, ResilienceSettings settings) {
        return catchUp(guards, settings, () -> workflows);
    }

    private CatchUp catchUp(Guards guards, ResilienceSettings settings, Supplier<Set<String>> workflows) {
        JdbcClient client = JdbcClient.create(database.dataSource());
        return new CatchUp(guards, new WaitingRuns(client, ledger, workflows), settings);
    }

    private static void breakDown(Guard guard) {
        for (int i = 0; i < 5; i++) {
            call(guard, false);
        }
    }

    private void alsoWaits(String other, long millis) {
        database.execute(
                """
                INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, waits_for)
                SELECT event_seq, '%s', 'retrying', event_created_at, 1, %d, %2$d, 'jira' FROM run WHERE workflow = 'router'"""
                        .formatted(other, System.currentTimeMillis() + millis));
    }

    private long waitingOf(String other) {
        return database.count("SELECT count(*) FROM run WHERE workflow = ? AND state = 'retrying'", other);
    }

    private long dueOf(String other) {
        return database.count(
                "SELECT count(*) FROM run WHERE workflow = ? AND state = 'retrying' AND due_at <= ?",
                other,
                System.currentTimeMillis());
    }

    /** Of twenty that wait; it looks four times a second, and lets ten go on each second at the least. */
    @ParameterizedTest
    @CsvSource({"500ms, 1000, 10", "1s, 1000, 5", "500ms, 16, 4", "1h, 1000, 3", "1h, 4, 1"})
    void spreadsThemOverTheTime(String time, String perSecond, int each) {
        ResilienceSettings settings = settings(time, perSecond);
        catchUp(new Guards(settings, new SimpleMeterRegistry()), settings).look();
        assertThat(due()).isEqualTo(each);
    }

    private static ResilienceSettings settings(String time, String perSecond) {
        Map<String, String> settings = Map.of(
                "resilience.probe-interval",
                INTERVAL.toMillis() + "ms",
                "resilience.catch-up-time",
                time,
                "resilience.catch-up-per-second",
                perSecond);
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("resilience", ResilienceSettings.class);
    }

    private static void call(Guard guard, boolean well) {
        try (Guard.Call call = guard.enter()) {
            if (well) {
                call.answered();
            } else {
                call.failed("no route to it");
            }
        }
    }

    private long due() {
        return waiting(System.currentTimeMillis());
    }

    private long waiting(long until) {
        return database.count(
                "SELECT count(*) FROM run WHERE workflow = 'jira-ticket-on-request' AND state = 'retrying' AND due_at <= ?",
                until);
    }
}
