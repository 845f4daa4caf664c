package dev.aftertalk.care.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.ledger.LedgerWrites;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The heartbeat and the reconciler's rows, on each of the databases. */
abstract class ReconcileStoresContract {

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private JdbcClient database;
    private LedgerWrites writes;
    private final Queue<String> faults = new ArrayDeque<>();
    private boolean open = true;
    private int asked;

    private Heartbeat heartbeat;

    abstract String url();

    abstract String vendor();

    @BeforeEach
    void migrate() {
        DriverManagerDataSource source = new DriverManagerDataSource(url());
        database = JdbcClient.create(source);
        writes = new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                return work.apply(database);
            }
        };
    }

    @Test
    void aBeatExtendsTheStretchAndAClosedGateEndsIt() throws Exception {
        Heartbeat heartbeat = heartbeat("a");
        heartbeat.beat(1000);
        heartbeat.beat(2000);
        open = false;
        heartbeat.beat(3000);
        open = true;
        heartbeat.beat(4000);
        heartbeat.beat(5000);

        assertThat(listening("a").dark(0)).containsExactly(new TimeRange(2000, 4000));
    }

    @Test
    void aRefusedWebhookAndABreakAreDark() throws Exception {
        Heartbeat heartbeat = heartbeat("a");
        heartbeat.beat(1000);
        meters.counter("aftertalk.webhook.rejected", "reason", "unavailable").increment();
        heartbeat.beat(2000);
        meters.counter("aftertalk.webhook.rejected", "reason", "signature").increment();
        heartbeat.beat(3000);
        meters.counter("aftertalk.webhook.rejected", "reason", "no_room").increment();
        heartbeat.beat(4000);
        heartbeat.beat(60_000);

        assertThat(listening("a").dark(0))
                .containsExactly(new TimeRange(1000, 2000), new TimeRange(3000, 4000), new TimeRange(4000, 60_000));
    }

    @Test
    void aDoorThatDoesNotAnswerIsDarkAndOneQuestionThatGetsLostIsNot() throws Exception {
        Heartbeat heartbeat = heartbeat("a");
        heartbeat.beat(1000);
        faults.add("no answer");
        heartbeat.beat(2000);
        heartbeat.beat(3000);
        assertThat(listening("a").dark(0)).isEmpty();
        assertThat(asked).isEqualTo(4);
        assertThat(meters.get("aftertalk.webhook.answers").gauge().value()).isEqualTo(1);

        faults.addAll(List.of("no answer", "no answer"));
        heartbeat.beat(4000);
        assertThat(heartbeat.listeningSince()).isZero();
        assertThat(meters.get("aftertalk.webhook.answers").gauge().value()).isZero();
        heartbeat.beat(5000);
        heartbeat.beat(6000);
        assertThat(listening("a").dark(0)).containsExactly(new TimeRange(3000, 5000));
    }

    @Test
    void aClosedGateIsNotAskedBehind() throws Exception {
        open = false;
        heartbeat("a").beat(1000);
        assertThat(asked).isZero();
    }

    @Test
    void aDoorThatComesAndGoesIsOneOutage() throws Exception {
        ReconcilerJobs jobs = jobs();
        for (long at = 1; at < 2_400_000; at += 60_000) {
            heartbeat.beat(at);
            jobs.look(at);
            faults.addAll(List.of("no answer", "no answer"));
            heartbeat.beat(at + 10_000);
        }
        assertThat(store("a").latest(10))
                .extracting(Reconciliation::from, Reconciliation::to)
                .containsExactly(tuple(1_800_001L, 2_340_001L), tuple(1L, 1_800_001L));
    }

    @Test
    void anOutageWithoutARestartIsWrittenDownAsSoonAsItIsOver() throws Exception {
        ReconcilerJobs jobs = jobs();
        ReconciliationStore store = store("a");
        heartbeat.beat(1000);
        jobs.look(1500);
        open = false;
        heartbeat.beat(2000);
        jobs.look(2500);
        assertThat(store.latest(10)).isEmpty();
        open = true;
        heartbeat.beat(602_000);
        jobs.look(602_500);
        assertThat(store.latest(10))
                .extracting(Reconciliation::from, Reconciliation::to)
                .containsExactly(tuple(1000L, 602_000L));

        heartbeat.beat(603_000);
        meters.counter("aftertalk.webhook.rejected", "reason", "unavailable").increment();
        heartbeat.beat(604_000);
        jobs.look(604_500);
        assertThat(store.latest(10))
                .as("a webhook was told to come back")
                .extracting(Reconciliation::from, Reconciliation::to)
                .containsExactly(tuple(1000L, 604_000L));
    }

    /** What another node left can only be seen by looking. */
    @Test
    void looksNowAndThenWhenNothingChangesHere() throws Exception {
        ReconcilerJobs jobs = jobs();
        heartbeat("b").beat(500);
        heartbeat.beat(5000);
        jobs.look(5000);
        heartbeat("c").beat(100);
        heartbeat.beat(6000);
        jobs.look(6000);
        assertThat(store("a").latest(10)).hasSize(1);
        jobs.look(5000 + Duration.ofHours(1).toMillis());
        assertThat(store("a").latest(10)).hasSize(2);
    }

    @Test
    void looksAtOnceWhenTheClockWasSetBack() throws Exception {
        ReconcilerJobs jobs = jobs();
        heartbeat("b").beat(500);
        heartbeat.beat(5000);
        jobs.look(5000 + Duration.ofHours(1).toMillis());
        assertThat(store("a").latest(10)).hasSize(1);
        heartbeat("c").beat(100);
        heartbeat.beat(6000);
        jobs.look(6000);
        assertThat(store("a").latest(10)).hasSize(2);
    }

    private static final long SETTLE = Duration.ofMinutes(2).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    @Test
    void nothingWaitsForATimeThatAClockWasAheadBy() throws Exception {
        ReconcilerJobs jobs = jobs();
        ReconciliationStore store = store("a");
        heartbeat.beat(1000);
        heartbeat.beat(2000 + 2 * HOUR); // as if it had been away
        jobs.look(2000 + 2 * HOUR);
        ReconciliationStore.ask(database, new TimeRange(0, 10), 3000 + 2 * HOUR);

        heartbeat.beat(10_000);
        jobs.look(10_000);
        assertThat(listening("a").dark(0)).containsExactly(new TimeRange(1000, 10_000));
        assertThat(database.sql("SELECT due_at FROM reconciliation")
                        .query(Long.class)
                        .list())
                .containsOnly(10_000 + SETTLE);
        assertThat(store.due(10_000 + SETTLE, 0, true)).isPresent();
    }

    /** By the clock that was ahead it was over. */
    @Test
    void anOutageIsComparedThoughAClockThatWasAheadHadComparedItUpToALaterTime() throws Exception {
        heartbeat("a").beat(1000);
        heartbeat("a").beat(2000 + 2 * HOUR);
        ReconciliationStore store = store("a");
        store.add(listening("a").dark(0), 2000 + 2 * HOUR, SETTLE, 0, 0);
        Reconciliation all = store.latest(1).get(0).begun(2000 + 2 * HOUR, ReconciledTypes.ALL);
        store.end(all, null, null, 2000 + 2 * HOUR + SETTLE);

        ReconcilerJobs jobs = jobs(); // started again at the right time
        heartbeat.beat(600_000);
        jobs.look(600_000);

        assertThat(store.due(600_000 + SETTLE, 0, true)).hasValueSatisfying(row -> {
            assertThat(row.from()).isEqualTo(1000);
            assertThat(row.to()).isGreaterThan(600_000);
        });
    }

    @Test
    void anOutageIsNotHiddenByWhatThisServerNotedWhileItsClockWasAheadBeforeItWasStartedAgain() throws Exception {
        heartbeat("a").beat(1000);
        heartbeat("a").beat(2 * HOUR);

        heartbeat("a").beat(20_000);
        Heartbeat shut = heartbeat("a");
        shut.beat(3 * HOUR);
        open = false;
        shut.beat(40_000);
        open = true;
        shut.beat(5 * HOUR);

        assertThat(listening("a").dark(0))
                .containsExactly(new TimeRange(1000, 20_000), new TimeRange(20_000, 5 * HOUR));
    }

    @Test
    void anOutageIsComparedThoughTheClockWasSetBackMeanwhile() throws Exception {
        listening("a").listened(1000, HOUR); // the start before
        ReconcilerJobs jobs = jobs();
        for (long at = HOUR + 60_000; at <= 2 * HOUR; at += 5000) {
            heartbeat.beat(at);
        }
        jobs.look(2 * HOUR);

        open = false;
        heartbeat.beat(2 * HOUR + 10_000);
        heartbeat.beat(2 * HOUR - 300_000);
        open = true;
        heartbeat.beat(3 * HOUR);
        jobs.look(3 * HOUR);

        assertThat(store("a").latest(10))
                .extracting(Reconciliation::from, Reconciliation::to)
                .containsExactly(tuple(HOUR + 60_000, 3 * HOUR), tuple(HOUR, HOUR + 60_000));
    }

    @Test
    void anOutageIsComparedThoughTheClockIsBehindWhenTheServerIsStartedInIt() throws Exception {
        listening("a").listened(1000, 3 * HOUR); // all there is
        ReconcilerJobs jobs = jobs();
        open = false;
        heartbeat.beat(3 * HOUR - 600_000);
        open = true;
        heartbeat.beat(3 * HOUR + 600_000);
        jobs.look(3 * HOUR + 600_000);

        assertThat(store("a").latest(1))
                .extracting(Reconciliation::from, Reconciliation::to)
                .containsExactly(tuple(1000L, 3 * HOUR + 600_000));
    }

    /** Its begin is that of one that has been compared. */
    @Test
    void comparesTheRestOfAnOutageWhoseEndWasForgotten() throws Exception {
        ReconciliationStore store = store("a");
        List<Long> ends = List.of(2 * HOUR, 3 * HOUR, 3 * HOUR, 4 * HOUR);
        for (long end : ends) {
            store.add(List.of(new TimeRange(1000, end)), end, SETTLE, 0, 0);
            store.due(end + SETTLE, 0, true)
                    .ifPresent(row -> store.end(row.begun(end, ReconciledTypes.ALL), null, null, end + SETTLE));
        }

        assertThat(store.latest(10))
                .extracting(Reconciliation::from, Reconciliation::to)
                .containsExactly(tuple(3 * HOUR, 4 * HOUR), tuple(2 * HOUR, 3 * HOUR), tuple(1000L, 2 * HOUR));
    }

    @Test
    void aServerWhoseClockIsBehindTakesNoOutageAwayThatAnotherHasFound() throws Exception {
        Heartbeat right = heartbeat("b");
        right.beat(2 * HOUR);
        right.beat(3 * HOUR);
        store("b").add(listening("b").dark(0), 3 * HOUR, SETTLE, 0, 0);

        ReconcilerJobs jobs = jobs();
        heartbeat.beat(HOUR);
        jobs.look(HOUR);
        heartbeat.beat(HOUR + 5000);

        assertThat(store("b").latest(10))
                .extracting(Reconciliation::from, Reconciliation::to)
                .contains(tuple(2 * HOUR, 3 * HOUR));
        assertThat(store("b").due(3 * HOUR + SETTLE, 0, true)).isPresent();
        assertThat(listening("b").dark(0)).contains(new TimeRange(2 * HOUR, 3 * HOUR));
    }

    private ReconcilerJobs jobs() throws Exception {
        heartbeat = heartbeat("a");
        return new ReconcilerJobs(
                heartbeat, listening("a"), store("a"), null, null, settings(List.of()), null, new KeptEvents(null));
    }

    @Test
    void isNotDarkWhileAnotherNodeListens() throws Exception {
        Heartbeat one = heartbeat("a");
        Heartbeat other = heartbeat("b");
        one.beat(1000);
        one.beat(2000);
        other.beat(1500);
        other.beat(2500);
        one.beat(3000);
        assertThat(listening("a").dark(0)).isEmpty();
    }

    @Test
    void whatIsMadeLongerWhileItIsComparedIsComparedAgain() throws Exception {
        ReconciliationStore store = store("a");
        store.add(List.of(new TimeRange(1000, 2000)), 2000, 100, 0, 0);
        Reconciliation begun = store.due(2100, 0, true).orElseThrow().begun(2000, ReconciledTypes.ALL);
        store("b").add(List.of(new TimeRange(2500, 3000)), 2050, 100, 0, 1000);
        store.end(begun, null, null, 2200);
        assertThat(store.due(3099, 0, true)).isEmpty();
        assertThat(store.due(3100, 0, true))
                .hasValueSatisfying(row -> assertThat(row.to()).isEqualTo(3000));
    }

    @Test
    void anOutageIsWrittenDownOnceAndTheLastWhoListenedIsNotForgotten() throws Exception {
        heartbeat("a").beat(1000);
        ReconciliationStore store = store("a");
        TimeRange dark = new TimeRange(1000, 5000);
        store.add(List.of(dark), 6000, 100, 4000, 0);
        store.add(List.of(dark), 7000, 100, 4000, 0);

        assertThat(store.latest(10)).hasSize(1);
        assertThat(store.due(5099, 0, true)).isEmpty();
        assertThat(store.due(5100, 0, true)).isPresent();
        assertThat(store.due(5100, 0, false)).isEmpty();
        heartbeat("a").beat(5000);
        assertThat(listening("a").dark(4000)).containsExactly(dark);
    }

    @Test
    void oneNodeReconcilesAtATimeUntilItsLeaseEnds() throws Exception {
        ReconciliationStore first = store("a");
        ReconciliationStore second = store("b");
        ReconciliationStore.ask(database, new TimeRange(0, 10), 1);
        Reconciliation row = first.latest(1).get(0).begun(10, ReconciledTypes.ALL);

        assertThat(first.lease(1000)).isTrue();
        assertThat(second.lease(2000)).isFalse();
        assertThat(second.save(row.at("ANSWERS", "x", row.counts()), 2000)).isFalse();
        assertThat(first.save(row.at("CONVERSATIONS", "c1", row.counts()), 2000))
                .isTrue();
        assertThat(second.lease(2000 + Duration.ofMinutes(3).toMillis())).isTrue();
        assertThat(first.save(row, 2000 + Duration.ofMinutes(3).toMillis())).isFalse();
        assertThat(first.latest(1).get(0).cursor()).isEqualTo("c1");
    }

    @Test
    void keepsThePlaceOfAPassThatCanGoOnAndForgetsThatOfOneThatCanNot() throws Exception {
        ReconciliationStore store = store("a");
        ReconciliationStore.ask(database, new TimeRange(0, 10), 1);
        Reconciliation at = store.latest(1)
                .get(0)
                .begun(10, ReconciledTypes.ALL)
                .at("CONVERSATIONS", "c1", Reconciliation.Counts.NONE);
        store.save(at, 5);

        store.fail(at, true, "busy", 100, 6);
        assertThat(store.due(100, 0, true)).hasValueSatisfying(row -> {
            assertThat(row.cursor()).isEqualTo("c1");
            assertThat(row.upto()).isEqualTo(10);
            assertThat(row.attempts()).isEqualTo(1);
        });
        store.fail(at, false, "no", 100, 7);
        assertThat(store.due(100, 0, true)).hasValueSatisfying(row -> {
            assertThat(row.cursor()).isNull();
            assertThat(row.upto()).isNull();
        });
        assertThat(store.due(100, 2, true)).isEmpty();
    }

    @Test
    void makesUpForTheTypesThatIadvizeHasSentLately() {
        long day = Duration.ofDays(1).toMillis();
        long begin = 100 * day;
        ReconciledTypes types = new ReconciledTypes(database, settings(List.of()), null);
        event(1, "v2.conversation.closed", "webhook", begin - 31 * day);
        event(2, "visitor.updated", "webhook", begin - day);
        event(3, "satisfaction.answered", "survey", begin - day);
        event(4, "v2.conversation.closed", "reconciled", begin - day);
        assertThat(types.from(begin)).isEmpty();
        event(5, "v2.conversation.closed", "webhook", begin - 29 * day);
        assertThat(types.from(begin)).containsExactly("v2.conversation.closed");
        event(6, "satisfaction.answered", "webhook", begin + day);
        assertThat(types.from(begin)).containsExactly("v2.conversation.closed", "satisfaction.answered");
        assertThat(new ReconciledTypes(database, settings(List.of("satisfaction.answered")), null).from(begin))
                .containsExactly("satisfaction.answered");
    }

    private void event(int seq, String type, String origin, long at) {
        database.sql(
                        """
                        INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(seq, "e" + seq, type, at, at, origin, new byte[0])
                .update();
    }

    private Heartbeat heartbeat(String node) throws Exception {
        IntakeGate gate = () -> open;
        ReconcileSettings settings = settings(List.of());
        WebhookWatch probe = new WebhookWatch(
                patience -> {
                    asked++;
                    return faults.poll();
                },
                settings,
                meters);
        return new Heartbeat(listening(node), gate, probe, meters, settings);
    }

    private static ReconcileSettings settings(List<String> types) {
        return new ReconcileSettings(
                true,
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofHours(1),
                2,
                Duration.ofHours(24),
                Duration.ofDays(7),
                Duration.ofSeconds(1),
                types,
                List.of());
    }

    private ListeningStore listening(String node) throws Exception {
        return new ListeningStore(database, writes, node);
    }

    private ReconciliationStore store(String node) throws Exception {
        return new ReconciliationStore(database, writes, node);
    }
}
