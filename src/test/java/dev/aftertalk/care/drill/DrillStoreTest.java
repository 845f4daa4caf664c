package dev.aftertalk.care.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.access.TestAudit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.testing.Schema;
import dev.aftertalk.time.MachineClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class DrillStoreTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    /** As the command asks, which leaves it open which server does it; and each state up to the end. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void keepsADrillFromBeginToEnd(String vendor) {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(
                vendor.equals("sqlite") ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres()));
        DrillStore store = store(database);
        database.sql("INSERT INTO node (node, host, lease_until) VALUES ('one', 'here', ?)")
                .param(Long.MAX_VALUE)
                .update();

        long id = store.ask("mail-cut", MINUTE, "command", null).orElseThrow();
        DrillRow row = store.next("one").orElseThrow();
        assertThat(row.time()).isEqualTo(MINUTE);
        assertThat(store.take(row, "one")).isTrue();
        assertThat(store.take(row, "two")).isFalse();
        assertThat(store.ask("mail-cut", MINUTE, "command", null)).isEmpty();
        assertThat(store.open())
                .hasValueSatisfying(open -> assertThat(open.id()).isEqualTo(id));
        assertThat(store.leftBy("one")).hasSize(1);
        assertThat(store.leftBy("two")).isEmpty();

        assertThat(store.end(id, "anna")).isTrue();
        assertThat(store.end(id, "bert")).isTrue(); // it does already
        assertThat(store.find(id).orElseThrow().ends()).isEqualTo(1);
        store.save(DrillReport.asked(row).in(DrillRow.RECOVERING, List.of()));
        assertThat(store.end(id, "anna")).isTrue();
        assertThat(store.find(id).orElseThrow().ends()).isEqualTo(2);
        store.save(DrillReport.asked(row).in(DrillRow.OVER, List.of("Done.")));
        assertThat(store.end(id, "anna")).isFalse();

        assertThat(database.sql("SELECT what || ' by ' || who FROM audit_entry ORDER BY id")
                        .query(String.class)
                        .list())
                .containsExactly("drill.cancelled by anna", "drill.hurried by anna");

        assertThat(store.open()).isEmpty();
        assertThat(store.latest(10)).singleElement().satisfies(last -> {
            assertThat(last.told().state()).isEqualTo("over");
            assertThat(last.told().notes()).containsExactly("Done.");
        });
        assertThat(DrillRequests.report(database, id))
                .contains(store.find(id).orElseThrow().told());
    }

    /** Nobody waits for it any more. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void forgetsWhatNoServerTookUp(String vendor) {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(
                vendor.equals("sqlite") ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres()));
        DrillStore store = store(database);
        long id = store.ask("mail-cut", MINUTE, "command", null).orElseThrow();
        database.sql("UPDATE drills SET asked_at = asked_at - 60000").update();

        assertThat(store.next("one")).isEmpty();
        assertThat(store.inTheWay("two")).isEmpty();
        assertThat(store.ask("jira-429", MINUTE, "command", null)).isPresent();
        DrillReport forgotten = store.find(id).orElseThrow().told();
        assertThat(forgotten.state()).isEqualTo("not begun");
        assertThat(forgotten.notes()).containsExactly("No server took it up.");
        assertThat(forgotten.text()).contains("State:       not begun", "No server took it up.");
    }

    /** The overview asks for it every two seconds. */
    @Test
    void findsTheOpenOneByItsIndex() {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db"))));

        assertThat(database.sql("EXPLAIN QUERY PLAN " + DrillRequests.OPEN)
                        .query((row, n) -> row.getString("detail"))
                        .list())
                .singleElement()
                .asString()
                .contains("USING INDEX drills_one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void takesBackWhatNoServerHasTakenUp(String vendor) {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(
                vendor.equals("sqlite") ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres()));
        DrillStore store = store(database);
        long id = store.ask("mail-cut", MINUTE, "command", null).orElseThrow();

        assertThat(store.end(id, "anna")).isTrue();
        assertThat(store.end(id, "anna")).isFalse();
        assertThat(store.next("one")).isEmpty();
        assertThat(database.sql("SELECT what FROM audit_entry")
                        .query(String.class)
                        .list())
                .containsExactly("drill.withdrawn");
    }

    /** Who wants it to end must not be told that it is over. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void endsWhatAServerTakesUpInThatMoment(String vendor) {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(
                vendor.equals("sqlite") ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres()));
        DrillStore store = store(database);
        long id = store.ask("mail-cut", MINUTE, "command", null).orElseThrow();
        DrillRow asked = store.next("one").orElseThrow();
        JdbcClient racing = sql -> {
            if (sql.startsWith("UPDATE drills SET state = 'broken off'")) {
                store.take(asked, "one");
            }
            return database.sql(sql);
        };

        assertThat(store(racing).end(id, "anna")).isTrue();
        assertThat(store.find(id).orElseThrow().ends()).isEqualTo(1);
        assertThat(store.find(id).orElseThrow().state()).isEqualTo("running");
    }

    /** Leases go by the clock of the database. */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void breaksNothingOffForAClockThatIsAhead(String vendor) {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(
                vendor.equals("sqlite") ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres()));
        DrillStore store = store(database);
        database.sql("INSERT INTO node (node, host, lease_until) VALUES ('one', 'here', ?)")
                .param(System.currentTimeMillis() + 30_000)
                .update();
        long id = store.ask("mail-cut", MINUTE, "command", null).orElseThrow();
        store.take(store.next("one").orElseThrow(), "one");
        DrillReport report = store.find(id).orElseThrow().told();

        MachineClock.step(Duration.ofSeconds(50));
        assertThat(store.ask("jira-429", MINUTE, "bert", "two")).isEmpty();
        assertThat(store.inTheWay("two"))
                .hasValueSatisfying(one -> assertThat(one.id()).isEqualTo(id));
        assertThat(DrillRequests.isLeft(database, report, Duration.ZERO)).isFalse();
        DrillRequests.breakOffLeft(database, id);
        assertThat(store.find(id).orElseThrow().state()).isEqualTo("running");

        MachineClock.step(Duration.ofSeconds(-50));
        database.sql("UPDATE node SET lease_until = ?")
                .param(System.currentTimeMillis() - 1)
                .update();
        assertThat(DrillRequests.isLeft(database, report, Duration.ZERO)).isTrue();
        assertThat(store.inTheWay("two")).isEmpty();
        assertThat(store.ask("jira-429", MINUTE, "bert", "two")).isPresent();
    }

    /** By the drill's time it may just not be seen yet, and who asks goes by another clock than who asked. */
    @Test
    void breaksAServerThatTheDrillHidesOffOnlyOnceItsTimeIsOverByAnyClock() {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(Schema.sqlite(folder.resolve("a.db"))));
        DrillStore store = store(database);
        store.ask("node-killed", MINUTE, "command", null);
        store.take(store.next("one").orElseThrow(), "one");
        database.sql("UPDATE drills SET asked_at = asked_at - 70000").update();

        MachineClock.step(Duration.ofSeconds(55));
        assertThat(store.ask("jira-429", MINUTE, "bert", "two")).isEmpty();
        MachineClock.step(Duration.ofSeconds(115));
        assertThat(store.ask("jira-429", MINUTE, "bert", "two")).isPresent();
    }

    @AfterEach
    void setTheClockRight() {
        MachineClock.step(Duration.ZERO);
    }

    private static DrillStore store(JdbcClient database) {
        LedgerWrites writes = new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                return work.apply(database);
            }
        };
        return new DrillStore(database, writes, TestAudit.on(database, writes));
    }
}
