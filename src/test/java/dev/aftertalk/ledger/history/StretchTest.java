package dev.aftertalk.ledger.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.aftertalk.testing.Schema;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What became of the events from 1000 to 2000. */
class StretchTest {

    private static final long FROM = 1000;
    private static final long TO = 2000;

    @TempDir
    Path folder;

    private HikariDataSource pool;
    private JdbcClient database;
    private Stretch stretch;
    private int events;

    @AfterEach
    void close() {
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void countsRunsThatWaitByWhatFor(String vendor) {
        open(vendor);
        run("retrying", 1500, 9000, null, null);
        run("queued", 1400, 1600, null, null); // late
        run("retrying", 1600, 9000, "smtp", null);
        run("queued", 1500, 9000, null, null); // to begin later anyway
        run("retrying", 999, 9000, "promo codes", null);
        run("retrying", 2001, 9000, "smtp", null);
        run("running", 1500, 1500, null, null);
        run("done", 1500, 1500, null, null);

        assertThat(stretch.waiting(3000))
                .containsExactlyInAnyOrder(
                        new Stretch.Waiting(null, 2, Instant.ofEpochMilli(1400)),
                        new Stretch.Waiting("smtp", 1, Instant.ofEpochMilli(1600)));
        assertThat(stretch.running()).isEqualTo(1);
        assertThat(stretch.except(1450, 1999).running()).isZero();
        assertThat(stretch.except(1450, 1999).waiting(3000))
                .containsExactly(new Stretch.Waiting(null, 1, Instant.ofEpochMilli(1400)));
        assertThat(Stretch.waitedFor(database)).containsExactlyInAnyOrder("smtp", "promo codes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void groupsTheDeadByTheirCauses(String vendor) {
        open(vendor);
        run("dead", 1500, 1500, null, "Refused: v1@shop.test");
        run("dead", 1500, 1500, null, "Refused: v2@shop.test");
        run("dead", 1500, 1500, null, "Something else");
        run("dead", 900, 900, null, "Before");

        assertThat(stretch.dead(FROM))
                .containsExactly(
                        new Stretch.Dead("csat", "Refused: …", 2, 0), new Stretch.Dead("csat", "Something else", 1, 0));
        assertThat(stretch.dead(1501)).isEmpty();
        assertThat(stretch.except(1400, 1600).dead(FROM)).isEmpty();
        assertThat(new Stretch.Dead("csat", "Refused: …", 2, 1).without(stretch.dead(FROM)))
                .isEqualTo(new Stretch.Dead("csat", "Refused: …", 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void findsEventsThatNothingAccountsFor(String vendor) {
        open(vendor);
        run("done", 1500, 1500, null, null);
        run("dead", 1500, 1500, null, "no");
        assertThat(stretch.lost()).isZero();

        event(1000); // without a run
        run(event(2000), "router", "done", 2000, 2000, null, null); // started none
        event(999);
        event(2001);
        assertThat(stretch.lost()).isEqualTo(2);
        assertThat(stretch.received()).isEqualTo(4);
        assertThat(stretch.except(1001, 1999).received()).isEqualTo(2);
        assertThat(stretch.except(1001, 2000).lost()).isEqualTo(1);
    }

    private void run(String state, long firstDue, long due, String waitsFor, String cause) {
        run(event(firstDue), "csat", state, firstDue, due, waitsFor, cause);
    }

    private long event(long received) {
        long seq = ++events;
        database.sql(
                        """
                        INSERT INTO event (seq, event_id, event_type, created_at, received_at, origin, body)
                        VALUES (?, ?, 'v2.conversation.closed', 0, ?, 'webhook', ?)""")
                .params(seq, "e" + seq, received, new byte[0])
                .update();
        return seq;
    }

    private void run(
            long event, String workflow, String state, long firstDue, long due, String waitsFor, String cause) {
        database.sql(
                        """
                        INSERT INTO run (event_seq, workflow, state, event_created_at, attempt, due_at, first_due_at, waits_for, cause, ended_at)
                        VALUES (?, ?, ?, 0, 1, ?, ?, ?, ?, ?)""")
                .params(event, workflow, state, due, firstDue, waitsFor, cause, state.equals("dead") ? due : null)
                .update();
    }

    private void open(String vendor) {
        pool = new HikariDataSource();
        pool.setJdbcUrl(vendor.equals("sqlite") ? Schema.sqlite(folder.resolve("a.db")) : Schema.postgres());
        database = JdbcClient.create(pool);
        stretch = new Stretch(database, FROM, TO);
    }
}
