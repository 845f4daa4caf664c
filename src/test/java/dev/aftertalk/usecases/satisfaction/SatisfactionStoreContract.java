package dev.aftertalk.usecases.satisfaction;

import static dev.aftertalk.usecases.satisfaction.SatisfactionDatabase.rating;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.ledger.RetryableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the store promises on either database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SatisfactionStoreContract {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final SatisfactionDatabase database = open();
    private String conversation;

    abstract SatisfactionDatabase open();

    @BeforeEach
    void beginAConversation() {
        conversation = UUID.randomUUID().toString();
    }

    @AfterAll
    void close() {
        database.close();
    }

    @Test
    void keepsTheLatestOfFiveClicksInEveryOrder() {
        List<List<Integer>> orders = orders(List.of(1, 2, 3, 4, 5));
        assertThat(orders).hasSize(120);
        for (List<Integer> order : orders) {
            String id = UUID.randomUUID().toString();
            // The scores fall as time passes, so that neither the highest nor the last to arrive wins by luck.
            order.forEach(click -> database.answer(id, "e" + click, 1000 + click, rating(6 - click)));
            assertThat(database.store.answersOf(id))
                    .as("%s", order)
                    .containsExactly(new StoredAnswer(Question.CUSTOMER_SATISFACTION, 1, null, "iadvize", "e5"));
        }
    }

    @Test
    void decidesByTheEventIdBetweenClicksOfTheSameMillisecond() {
        for (List<Integer> order : orders(List.of(1, 2, 3))) {
            String id = UUID.randomUUID().toString();
            String[] events = {"B", "a", "Z"}; // a natural-language order would put them differently
            order.forEach(n -> database.answer(id, events[n - 1], 1000, rating(n)));
            assertThat(database.store.answersOf(id))
                    .containsExactly(new StoredAnswer(Question.CUSTOMER_SATISFACTION, 2, null, "iadvize", "a"));
        }
    }

    @Test
    void keepsTheLatestWhenClicksAreStoredAtTheSameTimeAndAgain() throws Exception {
        List<Callable<Void>> clicks = new ArrayList<>();
        for (int n = 0; n < 120; n++) {
            int click = n;
            Callable<Void> store = () -> {
                database.answer(
                        conversation,
                        "e" + click,
                        5000 + click,
                        rating(1 + click % 5),
                        new Answer(Question.SATISFACTION_COMMENT, 1, "c" + click));
                return null;
            };
            clicks.add(store);
            clicks.add(store);
        }
        Collections.shuffle(clicks, new Random(11));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<Void> done : threads.invokeAll(clicks)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(database.store.answersOf(conversation))
                .containsExactlyInAnyOrder(
                        new StoredAnswer(Question.CUSTOMER_SATISFACTION, 5, null, "iadvize", "e119"),
                        new StoredAnswer(Question.SATISFACTION_COMMENT, 1, "c119", "iadvize", "e119"));
    }

    @Test
    void keepsTheProjectWhenALaterAnswerDoesNotSayIt() {
        store(conversation, "e1", 10, 77L);
        store(conversation, "e2", 20, null);
        assertThat(projectOfTheAnswer()).isEqualTo(77);
    }

    @Test
    void countsConversationsTheSameInWhateverOrderTheirEventsCome() {
        List<List<Integer>> orders = orders(List.of(0, 1, 2, 3));
        long project = 9000;
        for (List<Integer> order : orders) {
            long mine = ++project;
            String closes = UUID.randomUUID().toString();
            String stays = UUID.randomUUID().toString();
            // The last push is later than the close: a transfer that crossed the end must not open it again.
            List<Progress> closing = List.of(
                    received(closes, mine, "CHAT", 300),
                    received(closes, mine, "CHAT", 200),
                    ended(closes, mine, 150),
                    received(closes, mine, "CHAT", 100));
            List<Progress> staying = List.of(
                    received(stays, mine, "CHAT", 300),
                    received(stays, mine, "CHAT", 200),
                    received(stays, mine, "CHAT", 150),
                    received(stays, mine, "CHAT", 100));
            for (int event : order) {
                database.store.store(closing.get(event));
                database.store.store(staying.get(event));
                database.store.store(closing.get(event));
            }
            assertThat(database.figures.live(NOW, of(mine))).as("%s", order).isEqualTo(1);
            assertThat(closed(mine).all()).as("%s", order).isEqualTo(1);
        }
    }

    @Test
    void dropsWhatNeverClosesFromTheLiveConversationsSoonerOnTheSite() {
        long project = 8000;
        Duration day = Duration.ofHours(24);
        receivedAgo(project, "CHAT", day.minusMinutes(1));
        receivedAgo(project, "VIDEO", day.plusMinutes(1));
        receivedAgo(project, null, day.plusMinutes(1));
        receivedAgo(project, "WHATSAPP", day.plusMinutes(1));
        receivedAgo(project, "FACEBOOK", day.multipliedBy(7).minusMinutes(1));
        receivedAgo(project, "SMS", day.multipliedBy(7).plusMinutes(1));
        assertThat(database.figures.live(NOW, of(project))).isEqualTo(3);
        assertThat(database.figures.live(NOW, of(project + 1))).isZero();
    }

    @Test
    void countsTheRatedAmongTheClosedWhicheverCameFirst() {
        long project = 8100;
        for (int n = 0; n < 4; n++) {
            String id = UUID.randomUUID().toString();
            boolean rated = n < 2;
            if (rated && n == 0) {
                store(id, "e", 10, project);
            }
            database.store.store(ended(id, project, 100));
            if (rated && n == 1) {
                store(id, "e", 10, project);
            }
        }
        // Rated but not closed: it does not count, or a rate could pass 100 percent.
        store(UUID.randomUUID().toString(), "e", 10, project);
        assertThat(closed(project)).isEqualTo(new SatisfactionFigures.Closed(4, 2));
    }

    @Test
    void keepsWhatALookUpFound() {
        store(conversation, "e1", 10, null);
        database.store.store(found("1", "ha-2"), List.of());
        database.store.store(found("ha-2", "3"), List.of());
        assertThat(closed(8200)).isEqualTo(new SatisfactionFigures.Closed(1, 1));
        assertThat(projectOfTheAnswer()).isEqualTo(8200);
        assertThat(database.sql
                        .sql(
                                "SELECT operator_id FROM conversation_operator WHERE conversation_id = ? ORDER BY operator_id")
                        .param(conversation)
                        .query(String.class)
                        .list())
                .containsExactly("1", "3", "ha-2");
    }

    @Test
    void countsForEachOperatorWhateverTheOrderOfAnswersEventsAndLookUps() {
        long project = 8300;
        for (List<Integer> order : orders(List.of(0, 1, 2, 3))) {
            long mine = ++project;
            String id = UUID.randomUUID().toString();
            String first = "a" + mine;
            String second = "b" + mine;
            Progress closed = new Progress(id, mine, "CHAT", null, NOW.toEpochMilli() - 9, false, List.of(first));
            Progress found = new Progress(id, mine, "CHAT", null, null, false, List.of(first, second));
            List<Runnable> writes = List.of(
                    () -> answer(id, "e1", NOW.toEpochMilli() - 8, 1),
                    () -> answer(id, "e2", NOW.toEpochMilli() - 7, 5),
                    () -> database.store.store(closed),
                    () -> database.store.store(found, List.of(new Name(Name.Kind.OPERATOR, second, "Bea"))));
            for (int write : order) {
                writes.get(write).run();
                writes.get(order.get(0)).run();
            }
            for (Filter filter : List.of(of(mine), new Filter(mine, "CHAT", null))) {
                assertThat(rows(Dimension.OPERATOR, filter))
                        .as("%s", order)
                        .containsExactly(
                                new Breakdown.Row(first, null, 100.0, null, 1, 1, 0, 100.0),
                                new Breakdown.Row(second, "Bea", 100.0, null, 1, 1, 0, 100.0));
                assertThat(rows(Dimension.PROJECT, filter))
                        .containsExactly(new Breakdown.Row("" + mine, null, 100.0, null, 1, 1, 0, 100.0));
            }
            for (Dimension by : Dimension.values()) {
                assertThat(rows(by, new Filter(mine, "CHAT", second)))
                        .as("%s %s", by, order)
                        .singleElement()
                        .satisfies(row ->
                                assertThat(row.responses() + row.closed()).isEqualTo(2));
            }
            assertThat(rows(Dimension.OPERATOR, new Filter(mine, "CALL", null))).isEmpty();
        }
    }

    @Test
    void breaksOneProjectOrChannelDownAsAmongAllOfThem() {
        for (long number : List.of(8501L, 8502L)) {
            for (String channel : List.of("CHAT", "CALL")) {
                String id = UUID.randomUUID().toString();
                long closed = NOW.toEpochMilli() - number;
                database.store.store(
                        new Progress(id, number, channel, closed - 9, closed, true, List.of("c", "d" + number)));
                answer(id, "e" + id, closed, channel.equals("CHAT") ? 5 : 2);
            }
        }
        for (String operator : Arrays.asList(null, "c", "d8501")) {
            Filter filter = new Filter(8501L, "CALL", operator);
            for (Dimension by : List.of(Dimension.PROJECT, Dimension.CHANNEL)) {
                String chosen = by == Dimension.PROJECT ? "8501" : "CALL";
                assertThat(rows(by, filter))
                        .hasSize(1)
                        .isEqualTo(database.reports
                                .breakdown(by, period(), filter.without(by))
                                .only(chosen)
                                .rows());
            }
        }
        assertThat(database.reports
                        .breakdown(Dimension.PROJECT, period(), Filter.NONE)
                        .only("8503")
                        .rows())
                .isEmpty();
    }

    @Test
    void breaksDownWhatIsNotKnownAndWhatIsLive() {
        String live = UUID.randomUUID().toString();
        String operator = "live" + live;
        Long begun = NOW.toEpochMilli() - 9;
        database.store.store(new Progress(live, 8400L, "PIGEON", begun, null, false, List.of(operator)));
        assertThat(rows(Dimension.OPERATOR, of(8400)))
                .containsExactly(new Breakdown.Row(operator, null, null, null, 0, 0, 1, null));
        assertThat(rows(Dimension.CHANNEL, new Filter(8400L, null, operator)))
                .containsExactly(new Breakdown.Row("PIGEON", null, null, null, 0, 0, 1, null));
        answer(UUID.randomUUID().toString(), "e", NOW.toEpochMilli() - 9, 5);
        assertThat(rows(Dimension.PROJECT, Filter.NONE)).anyMatch(row -> row.id() == null && row.responses() > 0);
    }

    @Test
    void isWorthALookUpOnceAndOnlyWhileSomethingIsMissing() {
        assertThat(database.store.worthALookUp(conversation)).isFalse();
        answer(conversation, "e", NOW.toEpochMilli(), 5);
        assertThat(database.store.worthALookUp(conversation)).isTrue();
        Progress found = new Progress(conversation, 8600L, "CHAT", null, null, false, List.of("1"));
        database.store.store(found, List.of());
        assertThat(database.store.worthALookUp(conversation)).isFalse();

        String talk = UUID.randomUUID().toString();
        String operator = "op" + talk;
        database.store.store(new Progress(talk, 8500L, "CHAT", null, 1L, true, List.of(operator)));
        assertThat(database.store.worthALookUp(talk)).isTrue();
        database.store.store(
                found,
                List.of(new Name(Name.Kind.PROJECT, 8500L, "Shop"), new Name(Name.Kind.OPERATOR, operator, "Bea")));
        assertThat(database.store.worthALookUp(talk)).isFalse();
        database.sql
                .sql("UPDATE operator_name SET seen_at = 1 WHERE operator_id = ?")
                .param(operator)
                .update();
        assertThat(database.store.worthALookUp(talk)).isTrue();
    }

    @Test
    void asksToComeBackWhenTheDatabaseIsAway() {
        try (SatisfactionDatabase gone = open()) {
            gone.close();
            assertThatThrownBy(() -> gone.answer("c", "e", 1, rating(5))).isInstanceOf(RetryableException.class);
            assertThatThrownBy(() -> gone.store.answersOf("c")).isInstanceOf(RetryableException.class);
        }
    }

    private void answer(String id, String event, long createdAt, int score) {
        database.store.store(new Answers(event, "iadvize", id, null, createdAt, List.of(rating(score))));
    }

    private List<Breakdown.Row> rows(Dimension by, Filter filter) {
        return new SatisfactionBreakdowns(database.sql, SatisfactionDatabase.SETTINGS).rows(by, period(), filter, NOW);
    }

    private static Period period() {
        return Period.of(
                NOW.minus(Duration.ofDays(1)).toString(),
                NOW.plus(Duration.ofDays(1)).toString(),
                null,
                SatisfactionDatabase.SETTINGS.zone(),
                NOW);
    }

    private Progress found(String... operators) {
        return new Progress(conversation, 8200L, "WHATSAPP", null, NOW.toEpochMilli(), false, List.of(operators));
    }

    private static Filter of(long project) {
        return new Filter(project, null, null);
    }

    private long projectOfTheAnswer() {
        return database.sql
                .sql("SELECT project_id FROM satisfaction_answer WHERE conversation_id = ?")
                .param(conversation)
                .query(Long.class)
                .single();
    }

    private void store(String id, String event, long createdAt, Long project) {
        database.store.store(new Answers(event, "survey", id, project, createdAt, List.of(rating(4))));
    }

    private void receivedAgo(long project, String channel, Duration ago) {
        database.store.store(new Progress(
                UUID.randomUUID().toString(), project, channel, NOW.minus(ago).toEpochMilli(), null, false, List.of()));
    }

    private static Progress received(String id, long project, String channel, long minute) {
        return new Progress(
                id,
                project,
                channel,
                NOW.minus(Duration.ofMinutes(400 - minute)).toEpochMilli(),
                null,
                false,
                List.of());
    }

    private static Progress ended(String id, long project, long minute) {
        return new Progress(
                id,
                project,
                null,
                null,
                NOW.minus(Duration.ofMinutes(400 - minute)).toEpochMilli(),
                false,
                List.of());
    }

    private SatisfactionFigures.Closed closed(long project) {
        return database.figures.closed(
                NOW.atZone(SatisfactionDatabase.SETTINGS.zone()).minusDays(1),
                NOW.atZone(SatisfactionDatabase.SETTINGS.zone()).plusDays(1),
                of(project));
    }

    private static List<List<Integer>> orders(List<Integer> of) {
        if (of.isEmpty()) {
            return List.of(List.of());
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (Integer first : of) {
            List<Integer> others = new ArrayList<>(of);
            others.remove(first);
            for (List<Integer> rest : orders(others)) {
                List<Integer> order = new ArrayList<>(List.of(first));
                order.addAll(rest);
                orders.add(order);
            }
        }
        return orders;
    }
}
