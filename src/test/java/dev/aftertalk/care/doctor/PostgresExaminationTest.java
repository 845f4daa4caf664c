package dev.aftertalk.care.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.ledger.start.PostgresSettings;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.TestPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.mock.env.MockEnvironment;

/** What can be wrong with the database before a server starts on it, as a real one says it. */
class PostgresExaminationTest {

    /** As the doctor tells it, with the clock at the end. */
    private static List<Diagnosis> examine(String url, String user) {
        MockEnvironment settings = new MockEnvironment().withProperty("spring.datasource.url", url);
        if (user != null) {
            settings.withProperty("spring.datasource.username", user);
        }
        return new Doctor(Duration.ofSeconds(30), Clock.systemUTC())
                .examine(List.of(new PostgresExamination(settings)), new Usage(List.of(), List.of()));
    }

    private static List<String> lines(List<Diagnosis> told) {
        return told.stream()
                .map(each -> each.level() + " " + each.name() + ": " + each.found() + " -> " + each.todo())
                .toList();
    }

    private static void sql(String url, String... statements) {
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url));
        for (String each : statements) {
            database.sql(each).update();
        }
    }

    @Test
    void tellsThatItCanBeWrittenWhatPutsEventsAtRiskAndTheTime() {
        String url = TestPostgres.newDatabase();

        List<String> told = lines(examine(url, null));

        assertThat(told.get(0))
                .startsWith("OK PostgreSQL: PostgreSQL 17")
                .contains("takes the login of postgres, and can be written");
        assertThat(told.get(1))
                .startsWith("WARNING PostgreSQL settings: PostgreSQL does not force commits to its disk (fsync is off)")
                .endsWith("are lost and the database may be damaged. -> Set fsync = on in postgresql.conf.");
        assertThat(told).last().asString().startsWith("OK Clock: ").contains("those of PostgreSQL");
        assertThat(JdbcClient.create(new DriverManagerDataSource(url))
                        .sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void saysNothingOfSqlite() {
        assertThat(examine("jdbc:sqlite:data/aftertalk.db", null))
                .extracting(Diagnosis::name)
                .containsExactly("Clock");
    }

    @Test
    void tellsThatItIsNotThereOrNotByThatName() throws IOException {
        String url = TestPostgres.newDatabase();

        assertThat(lines(examine(url.replaceFirst("/test\\d+", "/nowhere"), null))
                        .get(0))
                .startsWith("PROBLEM PostgreSQL: ")
                .contains("\"nowhere\" does not exist", "-> Check spring.datasource.url, .username and .password");
        assertThat(lines(examine("jdbc:postgresql://127.0.0.1:" + FreePort.next() + "/aftertalk", "a"))
                        .get(0))
                .startsWith("PROBLEM PostgreSQL: ")
                .contains("refused", "-> Check spring.datasource.url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:1/db?user=u&password=s3cr%zzet",
                "jdbc:postgresql://u:s3cret@127.0.0.1:1/db",
                "jdbc:postgresql://127.0.0.1:port/db?password=s3cret",
                "jdbc:postgresql:/127.0.0.1/db?password=s3cret"
            })
    void tellsThatTheAddressIsWrongAndNotThePasswordInIt(String url) {
        String told = lines(examine(url, null)).get(0);

        assertThat(told)
                .startsWith("PROBLEM PostgreSQL: ")
                .contains("-> Check spring.datasource.url")
                .doesNotContain("s3cr");
    }

    @Test
    void tellsOfEachRiskWhatIsWrongFirst() {
        List<String> risks = Stream.of(
                        new PostgresSettings("17", "off", "off", "off", "", 0),
                        new PostgresSettings("17", "on", "on", "local", "standby", 1),
                        new PostgresSettings("17", "on", "on", "on", "standby", 0))
                .flatMap(each -> each.warnings().stream())
                .toList();

        assertThat(risks).hasSize(5).allSatisfy(risk -> assertThat(PostgresExamination.warning(risk))
                .satisfies(each ->
                        assertThat(each.found()).startsWith("PostgreSQL ").endsWith("."))
                .satisfies(each ->
                        assertThat((each.found() + " " + each.todo()).strip()).isEqualTo(risk)));
    }

    @Test
    void tellsThatItCanOnlyBeRead() {
        String url = TestPostgres.newDatabase();
        sql(
                url,
                "ALTER DATABASE " + url.replaceFirst(".*/(test\\d+).*", "$1")
                        + " SET default_transaction_read_only = on");

        assertThat(lines(examine(url, null)).get(0))
                .startsWith("PROBLEM PostgreSQL: ")
                .contains("can only be read", "targetServerType=primary");
    }

    @Test
    void tellsThatTheUserMayNotMakeTables() {
        String url = TestPostgres.newDatabase();
        sql(url, "DROP ROLE IF EXISTS clerk", "CREATE ROLE clerk LOGIN");
        String asClerk = url.replaceFirst("\\?.*", "");

        assertThat(lines(examine(asClerk, "clerk")))
                .anyMatch(
                        each -> each.equals(
                                "PROBLEM PostgreSQL rights: clerk may not create tables in the schema public."
                                        + " -> Have the owner of the schema GRANT CREATE ON SCHEMA public TO clerk: since PostgreSQL 15 not everybody may."));

        sql(url, "CREATE TABLE flyway_schema_history (version text)");
        assertThat(lines(examine(asClerk, "clerk")))
                .anyMatch(each -> each.startsWith("WARNING PostgreSQL rights: clerk may not create tables")
                        && each.contains("the next upgrade may fail"));

        sql(url, "DROP SCHEMA public CASCADE");
        assertThat(lines(examine(asClerk, "clerk")))
                .anyMatch(each ->
                        each.startsWith("PROBLEM PostgreSQL rights: No schema of the search_path of clerk is there"));
        sql(url, "CREATE SCHEMA public", "GRANT ALL ON SCHEMA public TO clerk");
        assertThat(examine(asClerk, "clerk")).noneMatch(each -> each.name().equals("PostgreSQL rights"));
    }
}
