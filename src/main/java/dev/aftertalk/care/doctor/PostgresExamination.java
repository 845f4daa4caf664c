package dev.aftertalk.care.doctor;

import dev.aftertalk.diagnosis.Diagnosis;
import dev.aftertalk.diagnosis.Examination;
import dev.aftertalk.diagnosis.Report;
import dev.aftertalk.diagnosis.Usage;
import dev.aftertalk.ledger.start.PostgresAwayException;
import dev.aftertalk.ledger.start.PostgresSettings;
import dev.aftertalk.ledger.start.PostgresStart;
import dev.aftertalk.ledger.start.SharedSessionsException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.core.env.Environment;

/**
 * Tells whether the PostgreSQL server, where there is one, takes the login and can be written, keeps what was acknowledged, and lets its user make what a start makes. It asks as
 * a start does, without waiting, and changes nothing.
 */
class PostgresExamination implements Examination {

    private static final String NAME = "PostgreSQL";

    private static final String RIGHTS =
            """
            SELECT current_user, coalesce(current_schema(), ''), coalesce(has_schema_privilege(current_schema(), 'CREATE'), false),
              to_regclass('flyway_schema_history') IS NOT NULL, now(), current_setting('server_version')""";

    private final String url;
    private final String username;
    private final String password;

    PostgresExamination(Environment environment) {
        url = environment.getRequiredProperty("spring.datasource.url");
        String user = environment.getProperty("spring.datasource.username", "");
        username = user.isEmpty() ? null : user; // the URL may have it
        password = environment.getProperty("spring.datasource.password");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void examine(Usage usage, Report report) throws SQLException {
        if (!url.startsWith("jdbc:postgresql:")) {
            return;
        }
        try {
            PostgresStart.with(url, username, password).waiting(Duration.ZERO).await();
        } catch (PostgresAwayException e) {
            report.tell(
                    e.isFull()
                            ? Diagnosis.warning(
                                    NAME, e.getMessage(), "Where a server runs already, it may have all there are.")
                            : Diagnosis.problem(NAME, e.getMessage(), PostgresAwayException.ACTION));
            return;
        } catch (SharedSessionsException e) {
            report.tell(Diagnosis.problem(NAME, e.getMessage(), e.action()));
            return;
        }
        try (Connection connection = DriverManager.getConnection(url, username, password)) {
            look(connection, report);
        }
    }

    private static void look(Connection connection, Report report) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(RIGHTS)) {
            row.next();
            report.tell(Diagnosis.ok(
                    NAME,
                    "PostgreSQL %s takes the login of %s, and can be written."
                            .formatted(row.getString(6), row.getString(1))));
            report.heard(
                    NAME,
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                            row.getObject(5, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC)));
            if (!row.getBoolean(3)) {
                report.tell(mayNotCreate(row.getString(1), row.getString(2), row.getBoolean(4)));
            }
        }
        PostgresSettings.of(connection).warnings().forEach(risk -> report.tell(warning(risk)));
    }

    /** @param risk what is wrong in its first sentence, and what to do in the others, where that is not the same */
    static Diagnosis warning(String risk) {
        String[] said = risk.split("(?<=\\.) ", 2);
        return Diagnosis.warning("PostgreSQL settings", said[0], said.length > 1 ? said[1] : "");
    }

    /** @param schema where tables would be made; empty when there is none that the user sees */
    private static Diagnosis mayNotCreate(String user, String schema, boolean hasTables) {
        String found = schema.isEmpty()
                ? "No schema of the search_path of %s is there, so no tables can be made.".formatted(user)
                : "%s may not create tables in the schema %s.".formatted(user, schema);
        String todo = schema.isEmpty()
                ? "Have an administrator of the database CREATE SCHEMA … AUTHORIZATION %s, or correct the search_path."
                        .formatted(user)
                : "Have the owner of the schema GRANT CREATE ON SCHEMA %s TO %s: since PostgreSQL 15 not everybody may."
                        .formatted(schema, user);
        return hasTables
                ? Diagnosis.warning(
                        "PostgreSQL rights", found + " The tables are there, but the next upgrade may fail.", todo)
                : Diagnosis.problem("PostgreSQL rights", found, todo);
    }
}
