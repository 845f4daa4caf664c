package dev.aftertalk.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * Someone who may log in.
 *
 * @param passwordHash null for a user of the identity provider
 * @param subject who that is at the identity provider; null for a user with a password
 * @param oneTimeSince since when a one-time password waits to be changed; null: the password is the user's own
 * @param linkUntil until when the next login by this name at the identity provider is taken for theirs; null: none is expected
 * @param lastLogin null before the first one
 */
public record User(
        String name,
        String passwordHash,
        String subject,
        Role role,
        boolean enabled,
        boolean mustChangePassword,
        Instant oneTimeSince,
        Instant linkUntil,
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
                time(row, "one_time_since"),
                time(row, "link_until"),
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

    /** Which identity provider says who this is; null for a user with a password. */
    public String issuer() {
        return subject == null ? null : subject.split(" ", 2)[0];
    }

    /** Who this is at that identity provider; null for a user with a password. */
    public String account() {
        return account(subject);
    }

    /** A subject is the issuer, a blank and the account there. */
    static String account(String subject) {
        return subject == null ? null : subject.substring(subject.indexOf(' ') + 1);
    }

    /** Whether the next login by this name at the identity provider is still waited for. */
    public boolean expected(Instant now) {
        return linkUntil != null && now.isBefore(linkUntil);
    }

    /** The role's name, for pages. */
    public String roleCode() {
        return role.code();
    }
}
