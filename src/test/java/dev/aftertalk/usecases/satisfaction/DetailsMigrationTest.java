package dev.aftertalk.usecases.satisfaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What an older version stored is counted for its channel and its operators too. */
class DetailsMigrationTest {

    @Test
    void takesOverWhatSqliteHolds(@TempDir Path folder) {
        takesOver("jdbc:sqlite:" + folder.resolve("aftertalk.db"), "sqlite");
    }

    @Test
    void takesOverWhatPostgresHolds() {
        takesOver(TestPostgres.newDatabase(), "postgresql");
    }

    private static void takesOver(String url, String vendor) {
        DriverManagerDataSource source = new DriverManagerDataSource(url);
        JdbcClient sql = JdbcClient.create(source);
        migrate(source, vendor, "9?");
        for (String old : List.of(
                "INSERT INTO conversation (conversation_id, project_id, channel, closed_at, responded) VALUES ('c', 5, 'CHAT', 7, 1)",
                "INSERT INTO conversation_operator (conversation_id, operator_id) VALUES ('c', 'o'), ('alone', 'o')",
                "INSERT INTO satisfaction_answer (conversation_id, question, score, source, project_id, created_at, event_id)"
                        + " VALUES ('c', 'customerSatisfaction', 4, 'iadvize', 5, 8, 'e')")) {
            sql.sql(old).update();
        }
        migrate(source, vendor, "10");
        assertThat(sql.sql("SELECT channel FROM satisfaction_answer")
                        .query(String.class)
                        .list())
                .containsExactly("CHAT");
        assertThat(sql.sql("SELECT operator_id || score || created_at || project_id || channel FROM operator_answer")
                        .query(String.class)
                        .list())
                .containsExactly("o485CHAT");
        assertThat(sql.sql("SELECT project_id || channel || closed_at || responded FROM conversation_operator"
                                + " WHERE conversation_id = 'c'")
                        .query(String.class)
                        .list())
                .containsExactly("5CHAT71");
    }

    private static void migrate(DriverManagerDataSource source, String vendor, String target) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration/" + vendor)
                .target(target)
                .load()
                .migrate();
    }
}
