package dev.aftertalk.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Someone who may log in.
 *
 * @param passwordHash null for a user of the identity provider
 * @param subject who that is at the identity provider; null for a user with a password
 * @param lastLogin null before the first one
 */
public record User(
        String name,
        String passwordHash,
        String subject,
        Role role,
        boolean enabled,
        boolean mustChangePassword,
        Instant createdAt,
        Instant lastLogin) {

    static User of(ResultSet row, int number) throws SQLException {
        return new User(
                row.getString("name"),
                row.getString("password_hash"),
                row.getString("subject"),
                // A role that this version does not know gives the least.
                Role.of(row.getString("role")).orElse(Role.VIEWER),
                row.getInt("enabled") == 1,
                row.getInt("must_change_password") == 1,
                Instant.ofEpochMilli(row.getLong("created_at")),
                time(row, "last_login_at"));
    }

    static Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    /** Whether the identity provider, not a password, says who this is. */
    public boolean external() {
        return subject != null;
    }

    /** The role's name, for pages. */
    public String roleCode() {
        return role.code();
    }
}
