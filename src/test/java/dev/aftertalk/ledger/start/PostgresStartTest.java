package dev.aftertalk.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PostgresStartTest {

    private static final Duration SHORT = Duration.ofMillis(1500);

    @TempDir
    static Path folder;

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new PostgresServer(folder.resolve("risky"))
                .start(Map.of("fsync", "off", "full_page_writes", "off", "synchronous_commit", "off"));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static PostgresSettings settings(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url("postgres"));
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
            return PostgresSettings.of(connection);
        }
    }

    @Test
    void warnsOfEverySettingThatLosesWhatWasAcknowledgedAndStarts(CapturedOutput output) {
        PostgresStart.with(server.url("postgres"), "postgres", "").await();
        assertThat(output)
                .contains("PostgreSQL 17", "no synchronous standby")
                .contains("Set fsync = on")
                .contains("Set full_page_writes = on")
                .contains("Set synchronous_commit = on");
    }

    @Test
    void warnsOfWhatIsSetForTheDatabaseOrTheUserToo() throws Exception {
        server.sql("postgres").sql("CREATE ROLE hasty LOGIN").update();
        server.sql("postgres")
                .sql("ALTER ROLE hasty SET synchronous_commit = local")
                .update();
        try (Connection connection =
                DriverManager.getConnection(server.url("postgres").replace("user=postgres", "user=hasty"))) {
            assertThat(PostgresSettings.of(connection).synchronousCommit()).isEqualTo("local");
        }
    }

    @Test
    void saysNothingOfASafeServer() {
        assertThat(new PostgresSettings("17", "on", "on", "on", "", 0).warnings())
                .isEmpty();
        assertThat(new PostgresSettings("17", "on", "on", "local", "", 0).warnings())
                .isEmpty();
        assertThat(new PostgresSettings("17", "on", "on", "remote_apply", "ANY 1 (*)", 2).warnings())
                .isEmpty();
        assertThat(new PostgresSettings("13", null, null, null, null, 0).warnings())
                .isEmpty();
    }

    @Test
    void warnsOfStandbysThatNobodyWaitsForOrThatAreNotThere() throws Exception {
        assertThat(new PostgresSettings("17", "on", "on", "local", "standby", 1).warnings())
                .singleElement()
                .asString()
                .contains("does not wait for its synchronous standbys");
        assertThat(new PostgresSettings("17", "on", "on", "on", "standby", 0).warnings())
                .singleElement()
                .asString()
                .contains("none is connected");
        assertThat(settings("SET synchronous_commit = on").warnings()).noneMatch(w -> w.contains("synchronous_commit"));
    }

    @Test
    void refusesAServerThatStaysReadOnlyInWords(CapturedOutput output) {
        server.sql("postgres").sql("CREATE DATABASE frozen").update();
        server.sql("postgres")
                .sql("ALTER DATABASE frozen SET default_transaction_read_only = on")
                .update();
        assertThatThrownBy(() -> PostgresStart.with(server.url("frozen"), null, null)
                        .waiting(SHORT)
                        .await())
                .isInstanceOf(PostgresAwayException.class)
                .hasMessageContaining("can only be read");
        assertThat(output).contains("Waiting for it");
    }

    @Test
    void waitsForAServerThatIsOnItsWayBack() throws Exception {
        PostgresServer late = new PostgresServer(folder.resolve("late"));
        CompletableFuture<Void> started = CompletableFuture.runAsync(
                () -> PostgresStart.with(late.url("postgres"), null, null).await());
        try (late) {
            assertThat(started).isNotDone();
            late.start(Map.of());
            started.get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void givesUpOnAServerThatIsNotThere() throws Exception {
        String url = "jdbc:postgresql://127.0.0.1:" + FreePort.next() + "/aftertalk";
        assertThatThrownBy(() -> PostgresStart.with(url, "aftertalk", "secret")
                        .waiting(SHORT)
                        .await())
                .isInstanceOf(PostgresAwayException.class)
                .hasMessageContaining("can't be used")
                .hasMessageNotContaining("secret");
    }

    @Test
    void doesNotWaitForADatabaseThatIsNotThereByThatName() {
        long begun = System.nanoTime();
        assertThatThrownBy(() ->
                        PostgresStart.with(server.url("nowhere"), null, null).await())
                .isInstanceOf(PostgresAwayException.class)
                .hasMessageContaining("nowhere");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }
}
