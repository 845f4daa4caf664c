package dev.aftertalk.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a copy of a server from starting beside it: with one identity each would take what the other runs for what it left behind in a crash.
 * Whoever takes the name first has it. Whether a node that was seen elsewhere a moment ago is still alive, or has moved here, shows when its lease is renewed or ends.
 */
public final class SharedIdentity {

    private static final Logger LOG = LoggerFactory.getLogger(SharedIdentity.class);
    private static final long LOOK_MILLIS = 250;

    static final long FIRST_LEASE_MILLIS = 10_000;

    private SharedIdentity() {}

    /** How the node was last seen: until when it is alive, for how much longer, and where it is. */
    private record Seen(long leaseUntil, long leftMillis, String place) {}

    /**
     * Takes the identity for {@link #FIRST_LEASE_MILLIS}, which the ledger goes on with. Returns when no other server has it, which takes a moment only if the node was alive elsewhere just now.
     *
     * @throws SharedIdentityException when another one has
     */
    public static void check(DataSource dataSource, String node, String place) throws SQLException {
        Seen first = null;
        while (true) {
            if (taken(dataSource, node, place)) {
                return;
            }
            Seen seen = elsewhere(dataSource, node, place).orElse(null);
            if (seen == null) {
                continue; // its lease has ended just now
            }
            if (first == null) {
                first = seen;
                LOG.info(
                        "This node was alive at {} just now; waiting up to {} ms to see that it is not any more",
                        seen.place(),
                        seen.leftMillis());
            } else if (seen.leaseUntil() != first.leaseUntil()) {
                throw new SharedIdentityException(node, seen.place(), place);
            }
            pause();
        }
    }

    private static boolean taken(DataSource dataSource, String node, String place) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            if (dialect == Dialect.SQLITE) {
                return true; // the database is in the folder, which is locked
            }
            try (PreparedStatement take = connection.prepareStatement(LeaseStore.renewal(dialect))) {
                LedgerConnection.bind(take, node, "starting", place, FIRST_LEASE_MILLIS);
                return take.executeUpdate() == 1;
            }
        }
    }

    /** Empty unless the node is alive in another place. */
    private static Optional<Seen> elsewhere(DataSource dataSource, String node, String place) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            String sql =
                    "SELECT lease_until, lease_until - " + dialect.nowMillis() + ", place FROM node WHERE node = ?";
            try (PreparedStatement find = connection.prepareStatement(sql)) {
                find.setString(1, node);
                return seen(find)
                        .filter(seen -> seen.leftMillis() > 0
                                && seen.place() != null
                                && !seen.place().equals(place));
            }
        }
    }

    private static Optional<Seen> seen(PreparedStatement find) throws SQLException {
        try (ResultSet row = find.executeQuery()) {
            return row.next()
                    ? Optional.of(new Seen(row.getLong(1), row.getLong(2), row.getString(3)))
                    : Optional.empty();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while starting", e);
        }
    }
}
