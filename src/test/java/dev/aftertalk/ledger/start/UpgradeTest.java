package dev.aftertalk.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.AftertalkApplication;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A newer version on data that an older one has written. */
class UpgradeTest {

    private static final int OLDER = 26;

    @TempDir
    private Path folder;

    @Test
    void doesNotTouchTheDataOfAServerThatIsStillRunning() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        DriverManagerDataSource source = new DriverManagerDataSource("jdbc:sqlite:" + data.resolve("aftertalk.db"));
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/sqlite")
                .target(String.valueOf(OLDER))
                .load()
                .migrate();
        try (NodeIdentity older = NodeIdentity.of(data, true)) {
            assertThatThrownBy(() -> SpringApplication.run(
                            AftertalkApplication.class,
                            "--server.port=0",
                            "--iadvize.webhook.secrets=secret-of-sixteen",
                            "--aftertalk.data-dir=" + data))
                    .hasStackTraceContaining(DataFolderInUseException.class.getName());
            assertThat(older.id()).isNotEmpty();
        }

        assertThat(JdbcClient.create(source)
                        .sql("SELECT max(CAST(version AS INTEGER)) FROM flyway_schema_history")
                        .query(Integer.class)
                        .single())
                .isEqualTo(OLDER);
    }
}
