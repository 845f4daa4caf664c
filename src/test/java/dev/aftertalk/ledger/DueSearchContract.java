package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** That finding runs costs the same however many are due of one conversation or visitor, and finds all the same. */
abstract class DueSearchContract extends LedgerTestBase {

    private static final int MANY = 1_000;
    private static final int OTHERS = 60;
    private static final int ROOM = 4;

    private final AtomicLong clock = new AtomicLong();
    private final List<LedgerConnection> connections = new ArrayList<>();

    @AfterEach
    void closeConnections() {
        connections.forEach(LedgerConnection::close);
    }

    @Test
    void looksAtARunOfAKeyThatHasThousandsAFewTimesAtMost() throws SQLException {
        insert("many", MANY, 0, "1000 + i", "i", "queued");
        insert("own", OTHERS, MANY, "5000 + i", "i", "queued");
        Node node = new Node("node-a");

        List<String> ended = node.workThrough();

        assertThat(ended).hasSize(MANY + OTHERS).doesNotHaveDuplicates();
        assertThat(ended.stream().filter(key -> key.startsWith("many")))
                .isSortedAccordingTo((a, b) -> Integer.compare(number(a), number(b)));
        assertThat(ended.subList(0, 5 * OTHERS)).as("nobody waits for those").contains(others());
        assertThat(node.store.looked).isLessThan(50 * (MANY + OTHERS));
    }

    @Test
    void alsoWhenTheyBecameDueInAnotherOrderThanTheyGoIn() throws SQLException {
        insert("many", MANY, 0, "1000 + i", "100000 - i", "queued");
        insert("own", OTHERS, MANY, "5000 + i", "i", "queued");
        Node node = new Node("node-a");

        List<String> ended = node.workThrough();

        assertThat(ended).hasSize(MANY + OTHERS).doesNotHaveDuplicates();
        assertThat(ended.stream().filter(key -> key.startsWith("many")))
                .isSortedAccordingTo((a, b) -> Integer.compare(number(b), number(a)));
        assertThat(ended.subList(0, 5 * OTHERS)).contains(others());
        assertThat(node.store.looked).isLessThan(50 * (MANY + OTHERS));
    }

    @Test
    void findsWhatIsNewBehindThem() throws SQLException {
        insert("many", MANY, 0, "1000 + i", "i", "queued");
        Node node = new Node("node-a");
        assertThat(node.find(ROOM, true)).containsExactly("many0");
        assertThat(node.find(ROOM, false)).isEmpty();
        int looked = node.store.looked;

        insert("own", 2, MANY, "9000 + i", "i", "queued");
        insert("none", 2, MANY + 2, "9000 + i", "i", "queued");

        assertThat(node.find(ROOM, false)).containsExactlyInAnyOrder("own1000", "own1001", "none1002", "none1003");
        assertThat(node.store.looked - looked).isLessThan(50);
    }

    @Test
    void holdsNobodyUpForOneThatIsTriedAgainLater() throws SQLException {
        insert("many", 200, 0, "9000000000000", "i", "retrying");
        insert("many", MANY, 200, "1000 + i", "i", "queued");
        Node node = new Node("node-a");

        assertThat(node.find(ROOM, true)).containsExactly("many200");
        node.end(200, "retrying");
        assertThat(node.find(ROOM, false)).containsExactly("many201");
        due(3);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(node.find(ROOM, true)).as("while one runs").isEmpty();
        node.end(201, "done");
        assertThat(node.find(ROOM, false)).containsExactly("many3");
        node.end(3, "done");
        assertThat(node.find(ROOM, false)).containsExactly("many202");
    }

    @Test
    void findsWhatAnotherNodeHasLetGo() throws SQLException {
        insert("many", MANY, 0, "1000 + i", "i", "queued");
        Node here = new Node("node-a");
        Node there = new Node("node-b");
        assertThat(there.find(ROOM, true)).containsExactly("many0");
        assertThat(here.find(ROOM, true)).isEmpty();

        there.end(0, "done"); // and stops before it has looked for the next

        int looked = here.store.looked;
        assertThat(here.find(ROOM, true)).as("not again at once").isEmpty();
        assertThat(here.store.looked - looked).isLessThan(10);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(here.find(ROOM, true)).containsExactly("many1");
    }

    @Test
    void goesBackToTheShortWayOnceNothingIsBehind() throws SQLException {
        insert("many", MANY, 0, "1000 + i", "i", "queued");
        Node node = new Node("node-a");
        assertThat(node.find(ROOM, true)).containsExactly("many0");
        database.execute("UPDATE run SET state = 'skipped' WHERE event_seq < " + (MANY - 2));
        clock.addAndGet(Duration.ofMinutes(2).toNanos());

        assertThat(node.find(ROOM, true)).containsExactly("many" + (MANY - 2));
        node.end(MANY - 2, "done");
        int looked = node.store.looked;
        assertThat(node.find(ROOM, false)).containsExactly("many" + (MANY - 1));
        assertThat(node.store.looked - looked).as("by one statement").isEqualTo(LedgerStore.WINDOW);
    }

    @Test
    void findsAllThereIsRoomForHoweverMuchThatIs() throws SQLException {
        insert("own", 1_000, 0, "1000 + i", "i", "queued");
        Node node = new Node("node-a");
        Set<String> found = new HashSet<>(node.find(900, true));
        while (node.search.mayHaveMore() && found.size() < 900) {
            found.addAll(node.find(900 - found.size(), false));
        }

        assertThat(found).hasSize(900);
        assertThat(node.search.mayHaveMore()).isTrue();
    }

    private static String[] others() {
        String[] others = new String[OTHERS];
        for (int i = 0; i < OTHERS; i++) {
            others[i] = "own" + (MANY + i);
        }
        return others;
    }

    private static int number(String named) {
        return Integer.parseInt(named.substring("many".length()));
    }

    /** @param keys many: one for all; own: one for each; none */
    private void insert(String keys, int count, int from, String dueAt, String createdAt, String state) {
        String numbers = "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
                .formatted(from, from + count - 1);
        database.execute("INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body) "
                + numbers + "SELECT i, '" + keys + "' || i, 't', i, i, 'webhook', " + body() + " FROM n");
        String key = keys.equals("many") ? "'many'" : keys.equals("own") ? "'own' || i" : "CAST(NULL AS TEXT)";
        database.execute(
                "INSERT INTO run (event_seq, workflow, state, order_key, event_created_at, attempt, due_at, first_due_at) "
                        + numbers
                        + "SELECT i, 'mail', '%s', %s, %s, 0, %s, i FROM n".formatted(state, key, createdAt, dueAt));
    }

    private void due(long eventSeq) {
        database.execute("UPDATE run SET due_at = 1 WHERE event_seq = " + eventSeq);
    }

    abstract String body();

    /** One that claims what it finds and ends it when told to. */
    private final class Node {

        private final LedgerConnection connection = new LedgerConnection(database.dataSource());
        private final CountingStore store;
        private final DueSearch search;
        private final Map<Long, String> running = new HashMap<>();

        Node(String name) throws SQLException {
            connections.add(connection);
            connection.open();
            store = new CountingStore(connection, name);
            search = new DueSearch(store, WORKFLOW, clock::get);
        }

        /** The events whose runs it has claimed now. */
        List<String> find(int room, boolean everywhere) throws SQLException {
            List<Run> found = search.find(room, everywhere, System.currentTimeMillis());
            assertThat(found).hasSizeLessThanOrEqualTo(room);
            store.claim(found, false, System.currentTimeMillis());
            connection.commit();
            found.forEach(run -> running.put(run.eventSeq(), run.eventId()));
            return found.stream().map(Run::eventId).toList();
        }

        String end(long eventSeq, String state) throws SQLException {
            connection
                    .client()
                    .sql("UPDATE run SET state = ?, due_at = ? WHERE event_seq = ? AND state = 'running'")
                    .params(state, Long.MAX_VALUE, eventSeq)
                    .update();
            connection.commit();
            search.ended(eventSeq);
            return running.remove(eventSeq);
        }

        /** Ends one run after the other, 500 a second, and looks everywhere often. */
        List<String> workThrough() throws SQLException {
            List<String> ended = new ArrayList<>();
            for (int searches = 0; searches == 0 || !running.isEmpty(); searches++) {
                if (!running.isEmpty()) {
                    ended.add(end(running.keySet().iterator().next(), "done"));
                }
                clock.addAndGet(Duration.ofSeconds(1).toNanos() / 500);
                find(ROOM - running.size(), searches % 5 == 0);
            }
            return ended;
        }
    }

    private static final class CountingStore extends ClaimStore {

        private int looked;

        CountingStore(LedgerConnection connection, String node) {
            super(connection, node);
        }

        @Override
        List<Run> find(String workflow, int limit, long now) throws SQLException {
            looked += LedgerStore.WINDOW;
            return super.find(workflow, limit, now);
        }

        @Override
        List<Run> findFirst(String workflow, long ofKeyOf, long now) throws SQLException {
            looked++;
            return super.findFirst(workflow, ofKeyOf, now);
        }

        @Override
        List<Due> list(String workflow, Place after, int limit, long now) throws SQLException {
            List<Due> due = super.list(workflow, after, limit, now);
            looked += due.size();
            return due;
        }
    }
}
