package dev.aftertalk.access;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.MachineClock;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The tokens that programs use in place of a login. */
@Component
class ApiTokens {

    static final String PREFIX = "at_";

    private static final Logger LOG = LoggerFactory.getLogger(ApiTokens.class);

    private static final String SELECT =
            """
            SELECT t.*, u.role AS maker_role, u.enabled AS maker_enabled
            FROM api_token t LEFT JOIN user_account u ON u.name = t.created_by AND t.maker_gone = 0
            """;

    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Audit audit;
    private final Clock clock = MachineClock.get();
    private final BriefCache<ApiToken> cache = new BriefCache<>(1_000, Sessions.NOTICE);

    ApiTokens(JdbcClient reads, LedgerWrites writes, Audit audit) {
        this.reads = reads;
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * @param by a user who is enabled
     * @param expiresAt null for never
     * @return the token, which can't be had again; empty when the maker has been disabled, renamed or deleted meanwhile
     */
    Optional<String> create(String by, String name, Set<Scope> scopes, Instant expiresAt) {
        String token = PREFIX + Secrets.random();
        String id = UUID.randomUUID().toString();
        String codes = scopes.stream().sorted().map(Scope::code).collect(Collectors.joining(" "));
        Long expires = expiresAt == null ? null : expiresAt.toEpochMilli();
        boolean stored = writes.write(database -> {
            int created = database.sql(
                            """
                            INSERT INTO api_token (id, name, hash, scopes, created_by, created_at, expires_at)
                            SELECT ?, ?, ?, ?, name, ?, CAST(? AS BIGINT) FROM user_account WHERE name = ? AND enabled = 1
                            ON CONFLICT DO NOTHING
                            """)
                    .params(id, name, Secrets.digest(token), codes, clock.millis(), expires, by)
                    .update();
            if (created > 0) {
                audit.record(database, by, "token.created", name, codes);
            }
            // In place of what the insert counted, which is 0 when a committed transaction is run again.
            return database.sql("SELECT count(*) FROM api_token WHERE id = ?")
                            .param(id)
                            .query(Long.class)
                            .single()
                    == 1;
        });
        return stored ? Optional.of(token) : Optional.empty();
    }

    void revoke(String by, String id) {
        if (!PlainText.isStorable(id)) {
            return;
        }
        writes.write(database -> {
            List<String> revoked = database.sql(
                            "UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING name")
                    .params(clock.millis(), id)
                    .query(String.class)
                    .list();
            revoked.forEach(name -> audit.record(database, by, "token.revoked", name, ""));
            return null;
        });
        makersChanged();
    }

    /** Has this node look at every token anew; the others do so after {@link Sessions#NOTICE}. */
    void makersChanged() {
        cache.forgetAll();
    }

    List<ApiToken> all() {
        return reads.sql(SELECT + "ORDER BY t.created_at DESC, t.id")
                .query(ApiToken::of)
                .list();
    }

    /** The tokens that a user made and that are neither revoked nor expired. */
    List<ApiToken> madeBy(String user) {
        return reads
                .sql(SELECT + "WHERE t.created_by = ? AND t.maker_gone = 0 ORDER BY t.created_at DESC, t.id")
                .param(user)
                .query(ApiToken::of)
                .list()
                .stream()
                .filter(token -> token.valid(clock.instant()))
                .toList();
    }

    /** Parts the tokens of a user who is deleted from the name, in the transaction that does so. */
    void makerGone(JdbcClient database, String by, String user, boolean revoke) {
        if (revoke) {
            database.sql(
                            """
                            UPDATE api_token SET revoked_at = ?
                            WHERE created_by = ? AND maker_gone = 0 AND revoked_at IS NULL AND COALESCE(expires_at, ?) >= ?
                            RETURNING name
                            """)
                    .params(clock.millis(), user, Long.MAX_VALUE, clock.millis())
                    .query(String.class)
                    .list()
                    .forEach(name -> audit.record(database, by, "token.revoked", name, ""));
        }
        database.sql("UPDATE api_token SET maker_gone = 1 WHERE created_by = ?")
                .param(user)
                .update();
    }

    /** What a token stands for, if it is valid now. Found by its digest, so how long that takes tells nothing about the token. */
    Optional<ApiToken> find(String token) {
        if (!token.startsWith(PREFIX) || token.length() > 100) {
            return Optional.empty();
        }
        Optional<ApiToken> found = Optional.ofNullable(cache.get(Secrets.digest(token), this::read))
                .filter(known -> known.valid(clock.instant()) && !known.makerDisabled());
        found.ifPresent(this::noteUse);
        return found;
    }

    private ApiToken read(String hash) {
        return reads.sql(SELECT + "WHERE t.hash = ?")
                .param(hash)
                .query(ApiToken::of)
                .optional()
                .orElse(null);
    }

    /** The day is enough to see which tokens nobody uses, and costs one write a day. */
    private void noteUse(ApiToken token) {
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        if (today.equals(token.lastUsedDay())) {
            return;
        }
        try {
            writes.write(database -> database.sql("UPDATE api_token SET last_used_day = ? WHERE id = ?")
                    .params(today, token.id())
                    .update());
            cache.forgetAll();
        } catch (RetryableException e) {
            LOG.warn("The use of a token could not be noted because the database is away");
        }
    }
}
