package dev.aftertalk.security;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A token of a program, without the token itself, which nobody stores.
 *
 * @param expiresAt null for one that does not expire
 * @param revokedAt null for one that was not revoked
 * @param lastUsedDay null for one never used
 */
public record ApiToken(
        String id,
        String name,
        Set<Scope> scopes,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        Instant revokedAt,
        String lastUsedDay) {

    static ApiToken of(ResultSet row, int number) throws SQLException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        Arrays.stream(row.getString("scopes").split(" "))
                .forEach(code -> Scope.of(code).ifPresent(scopes::add));
        return new ApiToken(
                row.getString("id"),
                row.getString("name"),
                scopes,
                row.getString("created_by"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                User.time(row, "expires_at"),
                User.time(row, "revoked_at"),
                row.getString("last_used_day"));
    }

    /** Whether it opens anything at this moment. */
    public boolean valid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
