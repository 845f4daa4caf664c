package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.ledger.start.PostgresAwayException;
import dev.aftertalk.ledger.start.PostgresStart;
import dev.aftertalk.ledger.start.SharedSessionsAnalyzer;
import dev.aftertalk.ledger.start.SharedSessionsException;
import dev.aftertalk.testing.PgBouncer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The ledger behind the real PgBouncer. */
class PgBouncerTest extends LedgerTestBase {

    private final List<HikariDataSource> pools = new ArrayList<>();
    private PgBouncer bouncer;

    @BeforeEach
    void needsPgBouncer() {
        assumeTrue(PgBouncer.program() != null, "skipped: pgbouncer is not installed (apt-get install pgbouncer)");
    }

    @AfterEach
    void stop() {
        pools.forEach(HikariDataSource::close); // it would go on trying to connect, and say so
        if (bouncer != null) {
            bouncer.close();
        }
    }

    @Override
    TestDatabase newDatabase(Path folder) {
        return TestDatabase.postgres();
    }

    private PostgresStart starting(String... instead) throws Exception {
        bouncer = new PgBouncer(folder, database.url(), instead);
        return PostgresStart.with(bouncer.url(), null, null).waiting(Duration.ofMillis(500));
    }

    @Test
    void worksInSessionModeWithTwoServersAndAfterARestart() throws Exception {
        starting().await();
        int events = 400;
        List<String> acted = Collections.synchronizedList(new ArrayList<>());
        for (int round = 0; round < 2; round++) { // the second on sessions that the first has used
            List<Ledger> nodes = List.of(node("node-a"), node("node-b"));
            for (Ledger node : nodes) {
                router(node, WORKFLOW);
                node.subscribe(WORKFLOW, 4, run -> {
                            if (run.attempt() > 1) {
                                acted.add(run.eventId());
                            }
                            node.end(run, run.attempt() == 1 ? retry(Duration.ZERO) : new Outcome.Done());
                        })
                        .resume();
            }
            List<CompletableFuture<Boolean>> answers = new ArrayList<>();
            for (int i = 0; i < events; i++) {
                answers.add(nodes.get(i % 2).accept(event("e" + round + "-" + i, "c" + i % 20, (long) i)));
            }
            answers.forEach(answer -> assertThat(Worker.get(answer)).isTrue());
            int done = events * (round + 1);
            await().until(() ->
                    database.count("SELECT count(*) FROM run WHERE workflow = 'mail' AND state = 'done'") == done);
            nodes.forEach(Ledger::close);
        }
        assertThat(acted).hasSize(2 * events).doesNotHaveDuplicates();
        assertThat(ask("SHOW lock_timeout")).as("what the ledger has set").isEqualTo("0");
    }

    private Ledger node(String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(bouncer.url());
        config.setMaximumPoolSize(2);
        HikariDataSource pool = new HikariDataSource(config);
        pools.add(pool);
        return ledger(pool, name, settings());
    }

    private String ask(String question) {
        return JdbcClient.create(new DriverManagerDataSource(bouncer.url()))
                .sql(question)
                .query(String.class)
                .single();
    }

    @ParameterizedTest
    @ValueSource(strings = {"transaction", "statement"})
    void refusesToStartWhereSessionsAreSharedAndSaysWhatToSet(String mode) throws Exception {
        PostgresStart start = starting("pool_mode = " + mode);

        assertThatThrownBy(start::await).isInstanceOfSatisfying(SharedSessionsException.class, refused -> assertThat(
                        new SharedSessionsAnalyzer().analyze(refused))
                .satisfies(said -> assertThat(said.getDescription()).contains("by transaction or by statement"))
                .satisfies(said -> assertThat(said.getAction()).contains("pool_mode = session")));
    }

    /** Where it lends another session each time. */
    @Test
    void refusesAlsoWhereSessionsAreLentInTurn() throws Exception {
        PostgresStart start = starting("pool_mode = transaction", "server_round_robin = 1", "min_pool_size = 5");
        HikariDataSource[] several = new HikariDataSource[] {busy(2), busy(3)}; // so that there are some to lend
        for (HikariDataSource each : several) {
            each.close();
        }

        assertThatThrownBy(start::await)
                .isInstanceOf(SharedSessionsException.class)
                .hasMessageContaining("share sessions");
    }

    /** So many transactions at once that as many sessions are made. */
    private HikariDataSource busy(int transactions) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(bouncer.url() + "&prepareThreshold=0");
        config.setAutoCommit(false);
        config.setMaximumPoolSize(transactions);
        HikariDataSource pool = new HikariDataSource(config);
        List<java.sql.Connection> open = new ArrayList<>();
        for (int i = 0; i < transactions; i++) {
            open.add(pool.getConnection());
            open.get(i).createStatement().execute("SELECT 1");
        }
        for (java.sql.Connection each : open) {
            each.close();
        }
        return pool;
    }

    @Test
    void refusesToStartWhereSessionsAreNotReset() throws Exception {
        PostgresStart start = starting("server_reset_query =");

        assertThatThrownBy(start::await)
                .isInstanceOf(SharedSessionsException.class)
                .extracting(refused -> ((SharedSessionsException) refused).action())
                .asString()
                .contains("server_reset_query = DISCARD ALL");
    }

    @Test
    void saysWhatToRaiseWhereThereIsNoSecondSession() throws Exception {
        PostgresStart start = starting("default_pool_size = 1", "query_wait_timeout = 1");

        assertThatThrownBy(start::await)
                .isInstanceOf(PostgresAwayException.class)
                .hasMessageContaining("raise default_pool_size");
    }

    @Test
    void saysAtOnceWhichSettingOfTheUrlPgBouncerDoesNotTake() throws Exception {
        starting("ignore_startup_parameters = extra_float_digits");
        PostgresStart start = PostgresStart.with(bouncer.url() + "&options=-c%20geqo=off", null, null);

        assertThatThrownBy(start::await)
                .isInstanceOf(PostgresAwayException.class)
                .hasMessageContaining("options")
                .hasMessageContaining("ignore_startup_parameters");
    }

    @Test
    void findsNothingAgainstPostgreSqlItself() {
        assertThatCode(() -> PostgresStart.with(database.url(), null, null).await())
                .doesNotThrowAnyException();
    }
}
