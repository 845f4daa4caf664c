package dev.aftertalk.access;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A token of a program, without the token itself, which nobody stores.
 *
 * @param makerRole what whoever made it may do now; null when that is no user any more
 * @param makerDisabled whether whoever made it is a user who is disabled
 * @param expiresAt null for one that does not expire
 * @param revokedAt null for one that was not revoked
 * @param lastUsedDay null for one never used
 */
public record ApiToken(
        String id,
        String name,
        Set<Scope> scopes,
        String createdBy,
        Role makerRole,
        boolean makerDisabled,
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
                row.getString("maker_role") == null
                        ? null
                        : Role.of(row.getString("maker_role")).orElse(Role.VIEWER),
                row.getString("maker_role") != null && row.getInt("maker_enabled") == 0,
                Instant.ofEpochMilli(row.getLong("created_at")),
                User.time(row, "expires_at"),
                User.time(row, "revoked_at"),
                row.getString("last_used_day"));
    }

    /** Of its scopes those that whoever made it could use now: a token may do no more than its maker, as long as that is a user. */
    public Set<Scope> scopesNow() {
        Set<Scope> usable = EnumSet.noneOf(Scope.class);
        scopes.stream()
                .filter(scope -> makerRole == null || scope.least().compareTo(makerRole) <= 0)
                .forEach(usable::add);
        return usable;
    }

    /** Those of its scopes that it lacks for as long as whoever made it may do too little. */
    public Set<Scope> scopesHeld() {
        Set<Scope> held = EnumSet.copyOf(scopes);
        held.removeAll(scopesNow());
        return held;
    }

    /** Whether whoever made it is no user any more. */
    public boolean makerGone() {
        return makerRole == null;
    }

    /** Whether it is neither revoked nor expired. */
    public boolean valid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
