package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.IntentPermit;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.secrets.SharedKeys;
import dev.aftertalk.testing.JdbcStatements;
import dev.aftertalk.testing.TestPostgres;
import dev.aftertalk.text.MailAddress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.transaction.support.TransactionTemplate;

class MailLimitTest {

    private static final String FOUND = "${variable.visitor[email]}";

    @TempDir
    Path folder;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private DriverManagerDataSource source;

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void sendsAnAddressNoMoreThanItMayGetInADay(String vendor) {
        migrate(vendor);
        MailLimit limit = node(2);
        assertThat(isReached(limit, FOUND, "Zoe@Shop.test", "thank-you", "event 1"))
                .isFalse();
        assertThat(isReached(limit, FOUND, "zoe@shop.test", "promo-code", "event 1"))
                .isFalse();
        assertThat(isReached(limit, FOUND, "zoe@shop.test", "thank-you", "e2")).isTrue();
        assertThat(isReached(limit, FOUND, "eve@shop.test", "thank-you", "e2")).isFalse();
        assertThat(over()).isEqualTo(1);
        assertThat(client().sql("SELECT run || address FROM mail_count")
                        .query(String.class)
                        .list())
                .hasSize(3)
                .noneMatch(row -> row.contains("@") || row.contains("event 1"));

        // A day later.
        client().sql("UPDATE mail_count SET counted_at = counted_at - 86400001").update();
        assertThat(isReached(limit, FOUND, "zoe@shop.test", "thank-you", "e2")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void countsARunOnceHoweverOftenItIsTried(String vendor) {
        migrate(vendor);
        MailLimit limit = node(2);
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThat(isReached(node(2), FOUND, "zoe@shop.test", "thank-you", "e1"))
                    .isFalse();
        }
        assertThat(isReached(limit, FOUND, "zoe@shop.test", "thank-you", "e2")).isFalse();
        assertThat(isReached(limit, FOUND, "zoe@shop.test", "thank-you", "e3")).isTrue();
        assertThat(isReached(limit, FOUND, "zoe@shop.test", "thank-you", "e1"))
                .as("one that was counted before the limit was reached")
                .isFalse();
        assertThat(isReached(limit, FOUND, "zoe@shop.test", "thank-you", "e3"))
                .as("one that was not")
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void countsRightWhenNodesCountForOneAddressAtOnce(String vendor) throws Exception {
        migrate(vendor);
        List<MailLimit> nodes = vendor.equals("sqlite") ? List.of(node(10)) : List.of(node(10), node(10), node(10));
        isReached(node(10), FOUND, "the@key.is-drawn", "thank-you", "e");
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            for (int round = 0; round < 20; round++) {
                String address = "zoe" + round + "@shop.test";
                List<Callable<Boolean>> mails = new ArrayList<>();
                for (int mail = 0; mail < 24; mail++) {
                    MailLimit node = nodes.get(mail % nodes.size());
                    String event = "e" + mail;
                    mails.add(() -> isReached(node, FOUND, address, "thank-you", event));
                }
                int sent = 0;
                for (Future<Boolean> reached : threads.invokeAll(mails)) {
                    sent += reached.get() ? 0 : 1;
                }
                assertThat(sent).isEqualTo(10);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void countsNoAddressThatIsWrittenOutAndNoneAtAllWhenThereIsNoLimit() {
        migrate("sqlite");
        for (int mail = 0; mail < 5; mail++) {
            assertThat(isReached(node(1), "team@shop.test", "team@shop.test", "ticket", "e" + mail))
                    .isFalse();
            assertThat(isReached(node(0), FOUND, "zoe@shop.test", "thank-you", "e" + mail))
                    .isFalse();
        }
        assertThat(client().sql("SELECT count(*) FROM mail_count")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    /** In a database of its own, in memory. */
    static InMemory inMemory(int most) {
        DataSource source = new SingleConnectionDataSource("jdbc:sqlite::memory:", true);
        ResourceDatabasePopulator tables = new ResourceDatabasePopulator();
        for (String each : List.of("V6__shared_keys", "V25__mail_count", "V27__mail_count_in_one")) {
            tables.addScript(new ClassPathResource("db/migration/sqlite/" + each + ".sql"));
        }
        tables.execute(source);
        JdbcClient client = JdbcClient.create(source);
        LedgerWrites writes = new LedgerWrites() {
            @Override
            public synchronized <T> T write(Function<JdbcClient, T> work) {
                return work.apply(client);
            }
        };
        return new InMemory(
                new MailLimit(new SharedKeys(client, writes), new MailLimitSettings(most), new SimpleMeterRegistry()),
                client);
    }

    record InMemory(MailLimit limit, JdbcClient database) {}

    /** As the ledger asks for a mail. */
    private boolean isReached(MailLimit limit, String written, String to, String workflow, String event) {
        IntentPermit permit = limit.permit(written, MailAddress.mailbox(to), workflow, event);
        if (permit == null || writes().write(database -> permit.grant(new JdbcStatements(database)))) {
            return false;
        }
        permit.refused();
        return true;
    }

    private double over() {
        return meters.get("aftertalk.mails.over.limit").counter().count();
    }

    private JdbcClient client() {
        return JdbcClient.create(source);
    }

    private void migrate(String vendor) {
        source = new DriverManagerDataSource(
                vendor.equals("sqlite") ? "jdbc:sqlite:" + folder.resolve("a.db") : TestPostgres.newDatabase());
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + vendor)
                .load()
                .migrate();
    }

    private MailLimit node(int most) {
        return new MailLimit(new SharedKeys(client(), writes()), new MailLimitSettings(most), meters);
    }

    private LedgerWrites writes() {
        TransactionTemplate transactions = new TransactionTemplate(new DataSourceTransactionManager(source));
        return new LedgerWrites() {
            @Override
            public <T> T write(Function<JdbcClient, T> work) {
                return transactions.execute(transaction -> work.apply(client()));
            }
        };
    }
}
