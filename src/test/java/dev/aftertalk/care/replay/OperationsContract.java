package dev.aftertalk.care.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.aftertalk.access.TestAudit;
import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.Outcome;
import dev.aftertalk.ledger.Run;
import dev.aftertalk.ledger.Start;
import dev.aftertalk.ledger.Subscription;
import dev.aftertalk.ledger.TestDatabase;
import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.ledger.history.ChangedRuns;
import dev.aftertalk.ledger.history.DeadLetters;
import dev.aftertalk.ledger.history.EventFilter;
import dev.aftertalk.ledger.history.EventSearch;
import dev.aftertalk.ledger.history.EventView;
import dev.aftertalk.ledger.history.FilterException;
import dev.aftertalk.ledger.history.HistoryStatements;
import dev.aftertalk.ledger.history.LedgerReader;
import dev.aftertalk.ledger.history.RunSelection;
import dev.aftertalk.ledger.history.RunView;
import dev.aftertalk.ledger.history.SearchCursor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Searching and running again, on every database. */
abstract class OperationsContract {

    private static final ChangedRuns.Order ANN = new ChangedRuns.Order("ann", false);

    @TempDir
    Path folder;

    TestDatabase database;
    private JdbcClient reads;
    private Ledger ledger;
    private BulkOrderStore orders;
    private RunChanges changes;
    private EventSearch search;
    private LedgerReader reader;
    private final List<BulkOrderWorker> workers = new ArrayList<>();
    private final Queue<Run> acted = new ConcurrentLinkedQueue<>();
    private volatile Function<Run, Outcome> mail = run -> new Outcome.Done();
    private Subscription mails;

    abstract TestDatabase newDatabase(Path folder);

    /** What asks for a plan, once the database knows its tables as well as it ever does. */
    abstract String explaining();

    @BeforeEach
    void open() {
        database = newDatabase(folder);
        reads = JdbcClient.create(database.dataSource());
        ledger = new Ledger(
                database.dataSource(),
                "node-a",
                new LedgerSettings(Duration.ofSeconds(5), 10_000, Duration.ofMillis(20), Duration.ofSeconds(30)));
        orders = new BulkOrderStore(reads, ledger, TestAudit.on(reads, ledger));
        changes = new RunChanges(ledger, TestAudit.on(reads, ledger));
        search = new EventSearch(reads);
        reader = new LedgerReader(reads);
        Outcome routed = new Outcome.Routed(List.of(new Start("mail", Duration.ZERO)));
        ledger.subscribe(Ledger.ROUTER, 4, run -> ledger.end(run, routed)).resume();
        mails = ledger.subscribe("mail", 4, run -> {
            Outcome outcome = mail.apply(run);
            if (outcome instanceof Outcome.Done) {
                acted.add(run);
            }
            if (outcome != null) {
                ledger.end(run, outcome);
            }
        });
        mails.resume();
    }

    @AfterEach
    void close() {
        workers.stream().filter(BulkOrderWorker::isRunning).forEach(BulkOrderWorker::stop);
        ledger.close();
        database.close();
    }

    private BulkOrderWorker worker() {
        BulkOrderWorker worker = new BulkOrderWorker(reads, orders, ledger);
        workers.add(worker);
        worker.start();
        return worker;
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private void accept(String id, String type, String conversation, String visitor, Long project) {
        assertThat(ledger.accept(new IncomingEvent(
                        id, type, conversation, visitor, project, null, "webhook", "{}".getBytes(UTF_8))))
                .succeedsWithin(Duration.ofSeconds(30));
    }

    /** Events whose run of the workflow ends so, from now on. */
    private void events(String prefix, int number, Outcome outcome) {
        mail = run -> outcome;
        for (int i = 0; i < number; i++) {
            accept(prefix + i, "closed", "c-" + prefix + i, "v-" + prefix, 7L);
        }
        awaitStates(prefix, outcome.state(), number);
        mail = run -> new Outcome.Done();
    }

    private long states(String prefix, String state) {
        return database.count(
                "SELECT count(*) FROM run r JOIN event e ON e.seq = r.event_seq WHERE r.workflow = 'mail' AND r.state = ? AND e.event_id LIKE ?",
                state,
                prefix + "%");
    }

    private void awaitStates(String prefix, String state, long number) {
        await().untilAsserted(() -> assertThat(states(prefix, state)).isEqualTo(number));
    }

    private static EventFilter filter(String... namesAndValues) {
        Map<String, String> asked = new java.util.HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            asked.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return EventFilter.of(asked);
    }

    private List<String> found(String... namesAndValues) {
        return reader
                .events(search.find(filter(namesAndValues), SearchCursor.NEWEST, 50)
                        .events())
                .stream()
                .map(EventView::eventId)
                .toList();
    }

    private String number(String eventId) {
        return String.valueOf(reader.number(eventId).orElseThrow());
    }

    private RunSelection selection(String... namesAndValues) {
        return new RunSelection(filter(namesAndValues), Instant.now(), List.of());
    }

    private long count(RunSelection selection) {
        return selection.counts(reads).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private BulkOrder order(boolean force, int perSecond, String... namesAndValues) {
        return start(BulkRequest.replay(filter(namesAndValues), force, perSecond));
    }

    private BulkOrder skip(String reason, int perSecond, String... namesAndValues) {
        return start(BulkRequest.skip(filter(namesAndValues), reason, perSecond));
    }

    private BulkOrder start(BulkRequest request) {
        RunSelection selection = new RunSelection(request.filter(), Instant.now(), List.of());
        return orders.start(request, selection.endedBy(), count(selection), "ann");
    }

    private BulkOrder now(BulkOrder order) {
        return orders.find(order.id()).orElseThrow();
    }

    private void awaitDone(BulkOrder order) {
        await().until(() -> now(order).state().equals("done"));
    }

    @Test
    void findsEventsByEverythingThatIsKnownOfThem() {
        mail = run -> run.eventId().equals("e1") ? new Outcome.Dead("it is 100% full, C:\\x_y") : new Outcome.Done();
        accept("e1", "closed", "c1", "v1", 7L);
        accept("e2", "closed", "c2", "v1", 8L);
        accept("e3", "updated", null, "v2", null);
        awaitStates("e", "done", 2);

        assertThat(found()).containsExactly("e3", "e2", "e1");
        assertThat(found("event", "e2")).containsExactly("e2");
        assertThat(found("number", number("e1"))).containsExactly("e1");
        assertThat(found("number", number("e1") + "," + number("e3"))).containsExactly("e3", "e1");
        assertThat(found("number", number("e1") + "," + number("e3"), "state", "dead"))
                .containsExactly("e1");
        EventSearch.Found first =
                search.find(filter("number", number("e1") + "," + number("e3")), SearchCursor.NEWEST, 1);
        assertThat(search.find(filter("number", number("e1") + "," + number("e3")), first.next(), 1)
                        .events())
                .containsExactly(Long.valueOf(number("e1")));
        assertThat(found("type", "closed")).containsExactly("e2", "e1");
        assertThat(found("project", "8")).containsExactly("e2");
        assertThat(found("conversation", "c1")).containsExactly("e1");
        assertThat(found("visitor", "v1")).containsExactly("e2", "e1");
        assertThat(found("state", "dead")).containsExactly("e1");
        assertThat(found("state", "dead", "visitor", "v1")).containsExactly("e1");
        assertThat(found("state", "dead", "visitor", "v2")).isEmpty();
        assertThat(found("state", "dead", "type", "updated")).isEmpty();
        assertThat(found("workflow", "mail", "state", "done")).containsExactly("e3", "e2");
        assertThat(found("workflow", "router", "state", "done")).hasSize(3);
        assertThat(found("state", "dead", "cause", "100% FULL")).containsExactly("e1");
        assertThat(found("state", "dead", "cause", "C:\\x_y")).containsExactly("e1");
        assertThat(found("state", "dead", "cause", "100_")).isEmpty();
        assertThat(found("state", "dead", "cause", "' OR 1=1 --")).isEmpty();
        assertThat(found("from", Instant.now().plusSeconds(5).toString())).isEmpty();
        assertThat(found("from", Instant.now().minusSeconds(60).toString(), "to", "2100-01-01"))
                .hasSize(3);
        assertThat(found("to", Instant.now().minusSeconds(60).toString())).isEmpty();
    }

    @Test
    void findsWhatIsOnTheWay() {
        events("r", 2, new Outcome.Retry(Duration.ofHours(1), "busy: 503", false));
        mails.suspend();
        accept("q0", "closed", null, null, null);
        await().until(() -> states("q", "queued") == 1);

        assertThat(found("state", "retrying")).containsExactly("r1", "r0");
        assertThat(found("state", "retrying", "cause", "503", "event", "r0")).containsExactly("r0");
        assertThat(found("state", "queued")).containsExactly("q0");
        assertThat(found("state", "running")).isEmpty();
    }

    @Test
    void goesThroughAllPagesWithoutLosingOrRepeatingAny() {
        events("d", 7, new Outcome.Dead("x"));
        events("o", 6, new Outcome.Done());
        for (EventFilter each : List.of(filter(), filter("state", "dead"), filter("type", "closed", "state", "done"))) {
            int expected = "dead".equals(each.state()) ? 7 : 13;
            Set<Long> seen = new HashSet<>();
            SearchCursor at = SearchCursor.NEWEST;
            int pages = 0;
            while (at != null) {
                EventSearch.Found page = search.find(each, at, 3);
                assertThat(page.events()).hasSizeLessThanOrEqualTo(3);
                page.events().forEach(event -> assertThat(seen.add(event)).isTrue());
                at = page.next() == null ? null : SearchCursor.of(page.next().toString());
                pages++;
            }
            assertThat(seen).hasSize(expected);
            assertThat(pages).isEqualTo((expected + 2) / 3);
        }
    }

    @Test
    void runsAgainWhatWasCountedAndNothingElse() {
        events("d", 30, new Outcome.Dead("refused"));
        events("x", 5, new Outcome.Dead("another cause"));
        events("o", 5, new Outcome.Done());
        events("s", 5, new Outcome.Skipped("no address"));
        acted.clear();

        BulkOrder order = order(false, 1000, "state", "dead", "cause", "refused");
        assertThat(order.matched()).isEqualTo(30);
        worker();
        awaitDone(order);
        awaitStates("d", "done", 30);

        assertThat(now(order).changed()).isEqualTo(30);
        assertThat(acted.stream().map(Run::eventId))
                .hasSize(30)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.startsWith("d"));
        assertThat(states("x", "dead")).isEqualTo(5);
        assertThat(states("s", "skipped")).isEqualTo(5);
        assertThat(audited("replay.started")).containsExactly("30 runs {cause=…, state=dead}");
    }

    /** What the audit says of what ann did; ids and reasons may name a person. */
    private List<String> audited(String what) {
        return reads.sql("SELECT detail FROM audit_entry WHERE who = 'ann' AND what = ?")
                .param(what)
                .query(String.class)
                .list();
    }

    @Test
    void runsAgainWhatWasSkippedOrForcedAndInTheOrderOfTime() {
        events("s", 12, new Outcome.Skipped("no address"));
        events("o", 3, new Outcome.Done());
        acted.clear();
        String from = Instant.now().minusSeconds(600).toString();

        BulkOrder skipped = order(false, 1000, "state", "skipped", "from", from);
        assertThat(skipped.matched()).isEqualTo(12);
        worker();
        awaitDone(skipped);
        awaitStates("s", "done", 12);
        assertThat(acted).hasSize(12);
        acted.clear();

        BulkOrder forced = order(true, 1000, "state", "done", "workflow", "mail", "visitor", "v-o");
        assertThat(forced.matched()).isEqualTo(3);
        awaitDone(forced);
        await().until(() -> acted.size() == 3);
        assertThat(acted).allMatch(run -> run.eventId().startsWith("o") && run.intent() == null);
    }

    @Test
    void doesNotRunAgainWhatDiesAgain() {
        events("d", 10, new Outcome.Dead("refused"));
        mail = run -> new Outcome.Dead("refused still");

        BulkOrder order = order(false, 1000, "state", "dead");
        worker();
        awaitDone(order);
        awaitStates("d", "dead", 10);

        assertThat(now(order).changed()).isEqualTo(10);
        assertThat(database.count("SELECT max(attempt) FROM run WHERE workflow = 'mail'"))
                .isEqualTo(2);
    }

    @Test
    void stopsInTimeWhileTheDatabaseKeepsItWaiting() {
        events("d", 40, new Outcome.Dead("refused"));
        BulkOrder order = order(false, 20, "state", "dead");
        BulkOrderWorker worker = worker();
        await().until(() -> now(order).changed() > 0);
        CountDownLatch stopped = new CountDownLatch(1);
        CompletableFuture<Object> busy = CompletableFuture.supplyAsync(() -> ledger.write(database -> {
            awaitQuietly(stopped);
            return null;
        }));
        try {
            long begin = System.nanoTime();
            worker.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
            assertThat(busy).isNotDone();
        } finally {
            stopped.countDown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesOnAfterARestartFromWhereItWas() {
        events("d", 40, new Outcome.Dead("refused"));
        BulkOrder order = order(false, 20, "state", "dead");
        BulkOrderWorker first = worker();
        await().until(() -> now(order).changed() > 0);
        first.stop();
        long before = now(order).changed();
        assertThat(before).isBetween(1L, 39L);
        assertThat(now(order).state()).isEqualTo("running");
        assertThat(orders.toDo("another"))
                .as("what another server may take at once")
                .hasSize(1);

        worker();
        worker();
        awaitDone(order);
        awaitStates("d", "done", 40);
        assertThat(now(order).changed()).isEqualTo(40);
        assertThat(acted.stream().map(Run::eventId)).hasSize(40).doesNotHaveDuplicates();
    }

    /** An order may have been given, and half be done, before the runs bore the new names. */
    @Test
    void knowsTheRunsOfAWorkflowThatWasSplitByItsOldName() {
        events("d", 40, new Outcome.Dead("refused"));
        ledger.write(
                database -> database.sql("UPDATE run SET workflow = CASE WHEN event_seq IN (SELECT e.seq FROM event e"
                                + " WHERE e.event_id LIKE '%5') THEN 'jira-ticket-for-score' ELSE 'jira-ticket-on-request' END"
                                + " WHERE workflow = 'mail'")
                        .update());
        for (String part : List.of("jira-ticket-for-score", "jira-ticket-on-request")) {
            ledger.subscribe(part, 4, run -> {
                        acted.add(run);
                        ledger.end(run, new Outcome.Done());
                    })
                    .resume();
        }
        long some = database.count("SELECT max(seq) FROM event WHERE event_id <= 'd20'");

        assertThat(found("workflow", "jira-ticket")).hasSize(40);
        assertThat(found("workflow", "jira-ticket", "state", "dead"))
                .hasSize(40)
                .startsWith("d39");
        assertThat(search.find(filter("workflow", "jira-ticket", "state", "dead"), SearchCursor.NEWEST, 50)
                        .events())
                .hasSize(40);
        assertThat(selection("workflow", "jira-ticket", "state", "dead").counts(reads))
                .isEqualTo(Map.of("jira-ticket-for-score", 4L, "jira-ticket-on-request", 36L));
        BulkOrder order = order(false, 100, "workflow", "jira-ticket", "state", "dead");
        ledger.write(database -> database.sql("UPDATE bulk_order SET cursor_workflow = 'jira-ticket', cursor_seq = ?")
                .param(some)
                .update());
        worker();
        awaitDone(order);

        await().untilAsserted(() ->
                assertThat(acted.stream().map(Run::eventId)).hasSize(40).doesNotHaveDuplicates());
        assertThat(now(order).changed()).isEqualTo(40);
    }

    @Test
    void leavesTheRestWhenItIsCancelled() {
        events("d", 40, new Outcome.Dead("refused"));
        BulkOrder order = order(false, 8, "state", "dead");
        worker();
        await().until(() -> now(order).changed() > 0);

        assertThat(orders.cancel(order, "bob")).isTrue();
        assertThat(orders.cancel(order, "bob")).isFalse();

        long replayed = now(order).changed();
        assertThat(replayed).isLessThan(40);
        awaitStates("d", "done", replayed);
        assertThat(states("d", "dead")).isEqualTo(40 - replayed);
        assertThat(now(order).state()).isEqualTo("cancelled");
    }

    @Test
    void skipsAllThatAFilterMatchesWithItsReason() {
        events("d", 30, new Outcome.Dead("refused: 550"));
        events("x", 5, new Outcome.Dead("something else"));
        BulkOrder order = skip("answered by phone", 1000, "state", "dead", "cause", "550");
        assertThat(order.matched()).isEqualTo(30);
        worker();
        awaitDone(order);

        assertThat(now(order).changed()).isEqualTo(30);
        assertThat(now(order).reason()).isEqualTo("answered by phone");
        assertThat(states("d", "skipped")).isEqualTo(30);
        assertThat(states("x", "dead")).isEqualTo(5);
        assertThat(database.run("d7", "mail"))
                .containsEntry("state", "skipped")
                .containsEntry("cause", "Skipped by ann: answered by phone");
        assertThat(String.valueOf(database.run("d7", "mail").get("history")))
                .contains("\"action\":\"skip\"", "\"cause\":\"answered by phone\"");
        assertThat(acted).isEmpty();
        assertThat(audited("skip.started")).containsExactly("30 runs {cause=…, state=dead}");
        assertThat(orders.last(BulkOrder.Action.SKIP)).extracting(BulkOrder::id).containsExactly(order.id());
        assertThat(orders.last(BulkOrder.Action.REPLAY)).isEmpty();
    }

    @Test
    void skipsTheRunsThatWereChosenAndNoOther() {
        events("d", 6, new Outcome.Dead("refused"));
        String chosen = number("d1") + "," + number("d4");
        assertThat(selection("state", "dead", "number", chosen).counts(reads)).isEqualTo(Map.of("mail", 2L));
        worker();
        awaitDone(skip("not these", 1000, "state", "dead", "workflow", "mail", "number", chosen));

        assertThat(found("state", "skipped", "workflow", "mail")).containsExactly("d4", "d1");
        assertThat(states("d", "dead")).isEqualTo(4);
        assertThat(audited("skip.started")).containsExactly("2 runs {number=…, state=dead, workflow=mail}");
    }

    /** Its file is gone: nothing will ever run these again, and somebody is to be rid of them. */
    @Test
    void skipsWhatNoRouteTakesAnyMore() {
        events("d", 3, new Outcome.Dead("refused"));
        database.execute("UPDATE run SET workflow = 'gone' WHERE workflow = 'mail'");
        BulkOrder replay = order(false, 1000, "state", "dead");
        worker();
        awaitDone(replay);
        assertThat(now(replay).changed()).isZero();

        BulkOrder skip = skip("its file is gone", 1000, "state", "dead");
        awaitDone(skip);
        assertThat(now(skip).changed()).isEqualTo(3);
        assertThat(database.run("d0", "gone")).containsEntry("state", "skipped");
    }

    @Test
    void goesOnSkippingAfterARestartAndUntilItIsCancelled() {
        events("d", 40, new Outcome.Dead("refused"));
        BulkOrder order = skip("too late", 8, "state", "dead");
        BulkOrderWorker first = worker();
        await().until(() -> now(order).changed() > 0);
        first.stop();
        long before = now(order).changed();
        assertThat(before).isBetween(1L, 39L);
        assertThat(states("d", "skipped")).isEqualTo(before);

        worker();
        await().until(() -> now(order).changed() > before);
        assertThat(orders.cancel(order, "bob")).isTrue();
        long after = now(order).changed();
        assertThat(after).isLessThan(40);
        assertThat(states("d", "skipped")).isEqualTo(after);
        assertThat(states("d", "dead")).isEqualTo(40 - after);
        assertThat(reads.sql("SELECT who FROM audit_entry WHERE what = 'skip.cancelled'")
                        .query(String.class)
                        .list())
                .containsExactly("bob");
    }

    @Test
    void skipsNothingThatSomebodyHasRunAgainMeanwhile() {
        events("d", 3, new Outcome.Dead("refused"));
        BulkOrder order = skip("too late", 100, "state", "dead");
        List<RunSelection.Candidate> all = selection("state", "dead").after(reads, order.cursor(), 3);
        mails.suspend();
        changes.replay(all.get(0).run(), "d0", new ChangedRuns.Seen("dead", 1), ANN);

        assertThat(orders.step(order, all, "dead", "one")).isTrue();
        assertThat(now(order).changed()).isEqualTo(2);
        assertThat(states("d", "queued")).isEqualTo(1);
        assertThat(states("d", "skipped")).isEqualTo(2);
    }

    @Test
    void skipsOnlyWhatIsLeftUndone() {
        for (String state : List.of("done", "skipped", "queued")) {
            assertThatThrownBy(() -> BulkRequest.skip(filter("state", state, "from", "2026-01-01"), "x", 1))
                    .isInstanceOfSatisfying(FilterException.class, e -> assertThat(e.fault())
                            .isEqualTo(FilterException.Fault.NOT_DEAD));
        }
        assertThatThrownBy(() -> BulkRequest.replay(filter("state", "done", "from", "2026-01-01"), false, 1))
                .isInstanceOf(FilterException.class);
    }

    @Test
    void changesNothingInAStepThatSomebodyElseHasTaken() {
        events("d", 4, new Outcome.Dead("refused"));
        BulkOrder order = order(false, 8, "state", "dead");
        List<RunSelection.Candidate> all = selection("state", "dead").after(reads, order.cursor(), 4);
        mails.suspend();

        assertThat(orders.step(order, all.subList(0, 2), "dead", "one")).isTrue();
        assertThat(orders.step(order, all.subList(0, 2), "dead", "one"))
                .as("the same again")
                .isFalse();
        assertThat(orders.step(now(order), all.subList(2, 4), "dead", "two"))
                .as("while leased")
                .isFalse();
        assertThat(orders.toDo("two")).isEmpty();
        assertThat(orders.toDo("one")).hasSize(1);
        orders.release("one");
        assertThat(orders.step(now(order), all.subList(2, 4), "dead", "two")).isTrue();
        assertThat(now(order).changed()).isEqualTo(4);
        assertThat(states("d", "queued")).isEqualTo(4);
    }

    @Test
    void givesWayToWhatTheWorkflowHasToDo() {
        events("d", 3, new Outcome.Dead("refused"));
        mails.suspend();
        for (int i = 0; i < 100; i++) {
            accept("live" + i, "closed", null, null, null);
        }
        awaitStates("live", "queued", 100);

        BulkOrder order = order(false, 100, "state", "dead");
        worker();
        await().until(() -> now(order).waitsFor() != null);
        assertThat(now(order).waitsFor()).isEqualTo("mail");
        assertThat(states("d", "dead")).isEqualTo(3);

        mails.resume();
        awaitDone(order);
        awaitStates("d", "done", 3);
    }

    /** The ledger after a long outage: neither a step nor a page may cost as much as all that is dead. */
    @Test
    void findsDeadRunsInTheOrderOfTheIndex() {
        String numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) ";
        reads.sql("INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body) " + numbers
                        + "SELECT i, 'e' || i, 't', i, i, 'webhook', ? FROM n")
                .param(new byte[0])
                .update();
        String runs =
                "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, ended_at) "
                        + numbers;
        database.execute(runs + "SELECT i, 'router', 'done', i, 1, i, i, i FROM n");
        database.execute(
                runs + "SELECT i, 'mail', CASE WHEN i <= 20000 THEN 'dead' ELSE 'done' END, i, 1, i, i, i FROM n");

        RunSelection.Cursor middle = new RunSelection.Cursor("mail", 10_000, 10_000);
        for (RunSelection dead : List.of(selection("state", "dead"), selection("state", "dead", "workflow", "mail"))) {
            HistoryStatements.Statement next = HistoryStatements.next(dead, middle, 12);
            assertThat(plan(next))
                    .contains("run_unresolved")
                    .containsPattern("event_seq\\)? ?>")
                    .doesNotContain("Sort", "TEMP B-TREE");
            assertThat(dead.after(reads, middle, 12))
                    .extracting(candidate -> candidate.run().eventSeq())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(10_001, 10_012).boxed().toList());
        }
        assertThat(plan(HistoryStatements.unresolved("dead", "mail", 10_000, 12)))
                .contains("run_unresolved")
                .doesNotContain("Sort", "TEMP B-TREE");
        assertThat(plan(HistoryStatements.newestDead("mail", 12)))
                .contains("run_unresolved")
                .doesNotContain("Sort", "TEMP B-TREE");
        DeadLetters.Groups groups = new DeadLetters(reads).read();
        assertThat(groups.cut()).containsExactly("mail");
        assertThat(groups.groups()).extracting(DeadLetters.Group::runs).containsExactly((long) DeadLetters.MOST);
    }

    /** However many there are. */
    @Test
    void findsEventsOfAConversationOrVisitorByIndex() {
        reads.sql(
                        """
                        INSERT INTO event (seq, event_id, event_type, conversation_id, visitor_id, created_at, received_at, origin, body)
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000)
                        SELECT i, 'e' || i, 't', 'c' || (i / 4), 'v' || (i / 8), i, CAST(i AS BIGINT) * 200000, 'webhook', ? FROM n""")
                .param(new byte[0])
                .update();
        database.execute(
                "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, ended_at)"
                        + " SELECT seq, 'mail', CASE WHEN seq < 20000 THEN 'dead' ELSE 'done' END, seq, 1, seq, seq, seq FROM event");

        SearchCursor newest = SearchCursor.of(null);
        HistoryStatements.ofOne(filter("conversation", "c5000"), newest, 10)
                .forEach(search ->
                        assertThat(plan(search)).contains("event_conversation").doesNotContain("SCAN e"));
        HistoryStatements.ofOne(filter("visitor", "v500", "state", "dead"), newest, 10)
                .forEach(search ->
                        assertThat(plan(search)).contains("event_visitor").doesNotContain("SCAN e"));
        assertThat(plan(HistoryStatements.ofType("t", List.of("c1", "c5000", "none"))))
                .contains("event_conversation")
                .doesNotContain("SCAN e");
        assertThat(found("conversation", "c5000")).containsExactly("e20003", "e20002", "e20001", "e20000");
        assertThat(found("visitor", "none")).isEmpty();
    }

    /** In several pieces: events without a run, one that was routed to nothing, and one whose server is gone, are not accounted for. */
    @Test
    void countsWhatBecameOfEveryEvent() {
        fill(12_000);
        database.execute("DELETE FROM run WHERE event_seq IN (1, 7000, 12000)");
        database.execute("UPDATE run SET workflow = 'router' WHERE event_seq = 6000");
        database.execute("UPDATE run SET state = 'running', node = 'gone' WHERE event_seq = 6001");
        database.execute("UPDATE run SET state = 'dead' WHERE event_seq IN (2, 3)");

        Balance balance = Balance.of(reads);

        assertThat(balance.accepted()).isEqualTo(12_000);
        assertThat(balance.unexplained()).isEqualTo(5);
        assertThat(balance.lines())
                .containsExactly(
                        new Balance.Line("mail", "dead", 2, Instant.ofEpochMilli(2)),
                        new Balance.Line("mail", "done", 11_993, Instant.ofEpochMilli(4)),
                        new Balance.Line("mail", "running", 1, Instant.ofEpochMilli(6001)),
                        new Balance.Line("router", "done", 1, Instant.ofEpochMilli(6000)));
    }

    @Test
    void answersWithTheLastBalanceWhileTheNextIsCounted() {
        fill(12_000);
        Balances patient = new Balances(reads, Duration.ofMinutes(1));
        Balances impatient = new Balances(reads, Duration.ZERO);
        try {
            assertThat(patient.known().last().balance().accepted()).isEqualTo(12_000);
            Balances.Known first = impatient.known();
            assertThat(first.last()).isNull();
            assertThat(first.countingTo()).isNotNull();
            await().until(() -> impatient.known().last() != null);
            Balances.Counted counted = impatient.known().last();
            assertThat(counted.balance().accepted()).isEqualTo(12_000);

            database.execute("DELETE FROM run");
            assertThat(patient.known().last().balance().unexplained()).isEqualTo(12_000);
            await().until(() -> impatient.known().last().at().isAfter(counted.at()));
            assertThat(impatient.known().last().balance().unexplained()).isEqualTo(12_000);
        } finally {
            patient.stop();
            impatient.stop();
        }
    }

    @Test
    void saysHowFarItHasLookedWhenTheTimeIsUpAndGoesOnFromThere() {
        fill(12_000);
        database.execute("UPDATE event SET event_type = 'rare' WHERE seq = 3");
        EventSearch.Found page = search.find(filter("type", "rare"), SearchCursor.NEWEST, 50, Duration.ZERO);
        assertThat(page.events()).isEmpty();
        assertThat(page.timeIsUp()).isTrue();

        List<Long> found = new ArrayList<>();
        for (SearchCursor at = page.next(); at != null; at = page.next()) {
            page = search.find(filter("type", "rare"), at, 50, Duration.ZERO);
            found.addAll(page.events());
        }
        assertThat(found).containsExactly(3L);
        assertThat(page.timeIsUp()).isFalse();
    }

    /** Events 1 and on, received at that time, each with a run that is done. */
    private void fill(int events) {
        reads.sql(
                        """
                        INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                        SELECT i, 'e' || i, 't', i, i, 'webhook', ? FROM n"""
                                .formatted(events))
                .param(new byte[0])
                .update();
        database.execute(
                "INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, ended_at)"
                        + " SELECT seq, 'mail', 'done', seq, 1, seq, seq, seq FROM event");
    }

    @Test
    void groupsWhatIsDeadByWorkflowAndKindOfCauseAndRunsAGroupAgain() {
        events("a", 2, new Outcome.Dead("No visitor 12345678", false));
        events("b", 1, new Outcome.Dead("No visitor 87654321 (50 %)", false));
        events("c", 1, new Outcome.Dead("No visitor 99999999", false));
        mail = run -> intendAndDie(run, new Outcome.Dead("It may have been sent"));
        accept("d0", "closed", null, null, null);
        awaitStates("d", "dead", 1);
        mail = run -> new Outcome.Done();

        DeadLetters.Groups dead = new DeadLetters(reads).read();

        assertThat(dead.cut()).isEmpty();
        assertThat(dead.groups())
                .extracting(
                        DeadLetters.Group::workflow,
                        DeadLetters.Group::kind,
                        DeadLetters.Group::runs,
                        DeadLetters.Group::inDoubt)
                .containsExactly(
                        tuple("mail", "No visitor …", 3L, 0L),
                        tuple("mail", "It may have been sent", 1L, 1L),
                        tuple("mail", "No visitor … (50 %)", 1L, 0L));
        assertThat(dead.groups()).allMatch(group -> !group.first().isAfter(group.last()));
        assertThat(found("state", "dead", "kind", "No visitor …")).containsExactlyInAnyOrder("a0", "a1", "c0");
        assertThat(found("state", "dead", "kind", "No visitor … (50 %)")).containsExactly("b0");
        worker();
        awaitDone(order(false, 1000, "workflow", "mail", "kind", "No visitor …", "state", "dead"));
        awaitStates("a", "done", 2);
        awaitStates("c", "done", 1);
        assertThat(states("b", "dead")).isEqualTo(1);
    }

    private String plan(HistoryStatements.Statement sql) {
        return String.join(
                "\n",
                reads.sql(explaining() + " " + sql.text())
                        .params(List.of(sql.values()))
                        .query((row, n) -> row.getString(row.getMetaData().getColumnCount()))
                        .list());
    }

    @Test
    void leavesOutWorkflowsThatDoNotRunHere() {
        events("d", 3, new Outcome.Dead("refused"));
        assertThat(count(new RunSelection(filter("state", "dead"), Instant.now(), List.of("mail"))))
                .isZero();
    }

    private Outcome intendAndDie(Run run, Outcome.Dead dead) {
        ledger.intend(run, "<id@host>").thenRun(() -> ledger.end(run, dead));
        return null;
    }

    @Test
    void keepsADoubtUnlessItIsForced() {
        mail = run -> intendAndDie(run, new Outcome.Dead("it may have been sent"));
        accept("d0", "closed", null, null, null);
        awaitStates("d", "dead", 1);
        ChangedRuns.Key key = new ChangedRuns.Key(reader.number("d0").orElseThrow(), "mail");
        List<String> intents = new ArrayList<>();
        mail = run -> {
            intents.add(String.valueOf(run.intent()));
            return new Outcome.Dead("again");
        };

        assertThat(changes.replay(key, "d0", new ChangedRuns.Seen("dead", 1), ANN))
                .isTrue();
        await().until(() -> intents.size() == 1);
        awaitStates("d", "dead", 1);
        assertThat(changes.replay(key, "d0", new ChangedRuns.Seen("dead", 2), new ChangedRuns.Order("ann", true)))
                .isTrue();
        await().until(() -> intents.size() == 2);
        assertThat(intents).containsExactly("<id@host>", "null");
    }

    @Test
    void actsOnceForTwoWhoForceWhatBothHaveSeenDone() {
        events("t", 1, new Outcome.Done());
        ChangedRuns.Key key = new ChangedRuns.Key(reader.number("t0").orElseThrow(), "mail");
        ChangedRuns.Seen both = new ChangedRuns.Seen("done", 1);

        assertThat(changes.replay(key, "t0", both, new ChangedRuns.Order("ann", true)))
                .isTrue();
        await().until(() -> acted.size() == 2);
        awaitStates("t", "done", 1);
        assertThat(changes.replay(key, "t0", both, new ChangedRuns.Order("bob", true)))
                .as("it is done again, by the other's order")
                .isFalse();
        assertThat(audited("run.replayed")).hasSize(1);
        assertThat(acted).hasSize(2);
    }

    @Test
    void forgetsAnIntentThatIsKnownToHaveComeToNothing() {
        mail = run -> intendAndDie(run, new Outcome.Dead("refused", false));
        accept("d0", "closed", null, null, null);
        awaitStates("d", "dead", 1);
        assertThat(database.run("d0", "mail")).containsEntry("intent", null);
    }

    @Test
    void countsAttemptsAndTheTimeToGiveUpAnew() {
        events("d", 1, new Outcome.Dead("given up"));
        database.execute(
                "UPDATE run SET first_claimed_at = 5, first_due_at = 5, interrupted = 6, not_called = 1 WHERE workflow = 'mail'");
        List<Run> runs = new ArrayList<>();
        List<Object> interruptions = new ArrayList<>();
        mail = run -> {
            runs.add(run);
            interruptions.add(database.run("d0", "mail").get("interrupted"));
            return new Outcome.Done();
        };
        ChangedRuns.Key key = new ChangedRuns.Key(reader.number("d0").orElseThrow(), "mail");
        long before = System.currentTimeMillis();
        changes.replay(key, "d0", new ChangedRuns.Seen("dead", 1), ANN);
        awaitStates("d", "done", 1);

        assertThat(runs.get(0).attempt()).isEqualTo(2);
        assertThat(runs.get(0).attemptOfThisTime()).isOne();
        assertThat(runs.get(0).countedAttempt()).isOne();
        assertThat(interruptions).containsExactly(0);
        assertThat(runs.get(0).firstClaimedAt()).isGreaterThanOrEqualTo(before);
        assertThat(runs.get(0).firstDueAt()).isGreaterThanOrEqualTo(before);
        assertThat(runs.get(0).history()).contains("\"replay\"", "ann");
        assertThat(changes.replay(key, "d0", new ChangedRuns.Seen("dead", 2), ANN))
                .as("it is done")
                .isFalse();
    }

    @Test
    void skipsByHandWhatHasNotBegun() {
        events("r", 1, new Outcome.Retry(Duration.ofHours(1), "smtp is down", false, false, true, "smtp"));
        ChangedRuns.Key key = new ChangedRuns.Key(reader.number("r0").orElseThrow(), "mail");
        assertThat(reader.event(key.eventSeq()).runs().get(1).waitsFor()).isEqualTo("smtp");
        assertThat(changes.skip(key, "r0", "not needed", "ann")).isTrue();
        assertThat(changes.skip(key, "r0", "not needed", "ann")).isFalse();
        assertThat(audited("run.skipped")).containsExactly(key.workflow());
        assertThat(database.run("r0", "mail"))
                .containsEntry("state", "skipped")
                .containsEntry("cause", "Skipped by ann: not needed");
        RunView run = reader.event(key.eventSeq()).runs().get(1);
        assertThat(run.history().get(0).get("cause").asText()).isEqualTo("not needed");
        assertThat(run.endedAt()).isNotNull();
        assertThat(run.waitsFor()).isNull();
    }
}
