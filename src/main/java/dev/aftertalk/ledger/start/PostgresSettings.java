package dev.aftertalk.ledger.start;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a PostgreSQL server is set to as far as it decides whether what was committed survives. Null stands for what a database that only
 * speaks the same protocol does not have.
 *
 * @param version as the server says it
 * @param synchronousCommit as it is for these sessions, whether set for the server, the database or the user
 * @param standbys synchronous_standby_names: who has to have a commit; empty when nobody does
 * @param connected how many standbys there are now
 */
public record PostgresSettings(
        String version,
        String fsync,
        String fullPageWrites,
        String synchronousCommit,
        String standbys,
        long connected) {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSettings.class);

    private static final String READ =
            """
            SELECT current_setting('server_version', true), current_setting('fsync', true), current_setting('full_page_writes', true),
              current_setting('synchronous_commit', true), current_setting('synchronous_standby_names', true),
              (SELECT count(*) FROM pg_stat_replication)""";

    /** As seen by this connection. */
    public static PostgresSettings of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ)) {
            row.next();
            return new PostgresSettings(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getLong(6));
        } catch (SQLException e) {
            LOG.debug("The settings of the database can't be read: {}", e.getMessage());
            return new PostgresSettings(
                    connection.getMetaData().getDatabaseProductVersion(), null, null, null, null, 0);
        }
    }

    /** One line about the server, and a warning for each setting that puts at risk what was acknowledged. */
    void report() {
        LOG.info(
                "PostgreSQL {}, {}",
                version,
                hasStandbys()
                        ? "synchronous standbys: " + standbys + " (" + connected + " connected)"
                        : "no synchronous standby: what is acknowledged is on this server's disk alone");
        warnings().forEach(LOG::warn);
    }

    /** What is wrong in a first sentence, and what to do about it. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if ("off".equals(fsync)) {
            warnings.add(
                    "PostgreSQL does not force commits to its disk (fsync is off): when its machine goes down, acknowledged events are"
                            + " lost and the database may be damaged. Set fsync = on in postgresql.conf.");
        }
        if ("off".equals(fullPageWrites)) {
            warnings.add(
                    "PostgreSQL does not protect its pages from being half written (full_page_writes is off): when its machine goes"
                            + " down, the database may be damaged. Set full_page_writes = on in postgresql.conf.");
        }
        if ("off".equals(synchronousCommit)) {
            warnings.add(
                    "PostgreSQL answers commits before they are on disk (synchronous_commit is off): when it goes down, acknowledged"
                            + " events are lost. Set synchronous_commit = on, for the server, or for the database or user if it is off there.");
        }
        if ("local".equals(synchronousCommit) && hasStandbys()) {
            warnings.add(
                    "PostgreSQL does not wait for its synchronous standbys (synchronous_commit is local): when one takes over,"
                            + " acknowledged events may be lost. Set synchronous_commit = on, for the server, or for the database or user.");
        }
        if (hasStandbys() && connected == 0 && !List.of("off", "local").contains(String.valueOf(synchronousCommit))) {
            warnings.add("PostgreSQL waits for a synchronous standby (" + standbys
                    + "), but none is connected: no event is acknowledged"
                    + " until there is one, or synchronous_standby_names is set empty.");
        }
        return warnings;
    }

    private boolean hasStandbys() {
        return standbys != null && !standbys.isBlank();
    }
}
