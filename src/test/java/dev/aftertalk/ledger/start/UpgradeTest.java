package dev.aftertalk.ledger.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.upgrade.NewerSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A newer version on data that an older one has written, and the other way round. */
class UpgradeTest {

    private static final int OLDER = 26;

    @TempDir
    private Path folder;

    @Test
    void startsOnTheDataOfANewerVersionThatHasOnlyAdded() throws Exception {
        DriverManagerDataSource source =
                newer("adds_a_table", "CREATE TABLE of_the_next (id INTEGER); INSERT INTO of_the_next VALUES (7)");

        NewerSchema.migrate(of(source, "classpath:db/migration/sqlite"));

        assertThat(JdbcClient.create(source)
                        .sql("SELECT id FROM of_the_next")
                        .query(Integer.class)
                        .single())
                .isEqualTo(7);
    }

    @Test
    void refusesTheDataOfANewerVersionThatHasChangedMore() throws Exception {
        newer("adds_a_table", "CREATE TABLE of_the_next (id INTEGER)");
        DriverManagerDataSource source = newer("drops_a_table", "DROP TABLE of_the_next");

        assertThatThrownBy(() -> NewerSchema.migrate(of(source, "classpath:db/migration/sqlite")))
                .isInstanceOf(FlywayValidateException.class)
                .hasMessageContaining("not resolved locally: 1000");
    }

    private static Flyway of(DataSource source, String... locations) {
        return Flyway.configure()
                .dataSource(source)
                .locations(locations)
                .ignoreMigrationPatterns("") // as in application.properties
                .load();
    }

    /** The data, once a version with one more migration has been on it. */
    private DriverManagerDataSource newer(String description, String sql) throws IOException {
        Path migrations = Files.createDirectories(folder.resolve("migrations"));
        long others;
        try (Stream<Path> files = Files.list(migrations)) {
            others = files.count();
        }
        Files.writeString(migrations.resolve("V" + (999 + others) + "__" + description + ".sql"), sql);
        DriverManagerDataSource source = new DriverManagerDataSource("jdbc:sqlite:" + folder.resolve("newer.db"));
        of(source, "classpath:db/migration/sqlite", "filesystem:" + migrations).migrate();
        return source;
    }

    /**
     * From version 39 on. A column that is added must not be wanted of those who do not know it, and nothing must keep them from writing or deleting (what is unique is so in a table of its own); a migration that does more gets a name that does
     * not begin so, and then nobody can go back over it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgresql"})
    void knowsOfMigrationsThatSayThatTheyAddThatTheyDo(String vendor) throws IOException {
        Pattern added = Pattern.compile(
                "(?is)CREATE TABLE (?!.*REFERENCES(?!.*ON DELETE CASCADE)).*|CREATE INDEX .*|ALTER TABLE \\w+ ADD COLUMN (?!.*NOT NULL(?!.*DEFAULT))(?!.*UNIQUE)(?!.*REFERENCES).*|");
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration", vendor))) {
            for (Path file : files.filter(each -> each.getFileName().toString().contains("__adds_"))
                    .toList()) {
                String sql = Files.readString(file).replaceAll("--.*", "");
                Pattern unique = Pattern.compile("CREATE UNIQUE INDEX \\w+ ON (\\w+) .*");
                assertThat(sql.split(";")).allSatisfy(statement -> {
                    Matcher ofANewTable = unique.matcher(statement.strip());
                    if (ofANewTable.matches()) {
                        assertThat(sql).contains("CREATE TABLE " + ofANewTable.group(1) + " (");
                    } else {
                        assertThat(statement.strip()).as(file.toString()).matches(added);
                    }
                });
            }
        }
    }

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
