package dev.aftertalk.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** New databases with the product's tables: the migrations run once a JVM for each kind of database, and the rest are copies. */
public final class Schema {

    private Schema() {}

    /**
     * Makes a SQLite database.
     *
     * @param file where; nothing may be there yet
     * @return its JDBC URL
     */
    public static String sqlite(Path file) {
        try {
            Files.copy(Sqlite.TEMPLATE, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "jdbc:sqlite:" + file;
    }

    /** Makes a database in the one PostgreSQL of these tests; its JDBC URL, with user. */
    public static String postgres() {
        return TestPostgres.copyOf(Postgres.TEMPLATE);
    }

    private static void migrate(String url, String vendor) {
        Flyway.configure()
                .dataSource(new DriverManagerDataSource(url))
                .locations("classpath:db/migration/" + vendor)
                .load()
                .migrate();
    }

    private static final class Sqlite {
        static final Path TEMPLATE = make();

        private static Path make() {
            try {
                Path file = Files.createTempDirectory("aftertalk-schema").resolve("template.db");
                migrate("jdbc:sqlite:" + file, "sqlite");
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Postgres {
        static final String TEMPLATE = make();

        private static String make() {
            String url = TestPostgres.newDatabase();
            migrate(url, "postgresql");
            return url;
        }
    }
}
