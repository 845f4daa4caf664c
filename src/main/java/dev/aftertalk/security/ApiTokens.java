package dev.aftertalk.security;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import java.time.Clock;
import java.time.Duration;
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

    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Audit audit;
    private final Clock clock = Clock.systemUTC();
    private final BriefCache<ApiToken> cache = new BriefCache<>(1_000, Duration.ofSeconds(2), clock);

    ApiTokens(JdbcClient reads, LedgerWrites writes, Audit audit) {
        this.reads = reads;
        this.writes = writes;
        this.audit = audit;
    }

    /**
     * @param expiresAt null for never
     * @return the token, which can't be had again
     */
    String create(String by, String name, Set<Scope> scopes, Instant expiresAt) {
        String token = PREFIX + Secrets.random();
        String id = UUID.randomUUID().toString();
        String codes = scopes.stream().sorted().map(Scope::code).collect(Collectors.joining(" "));
        writes.write(database -> {
            int created = database.sql(
                            """
                            INSERT INTO api_token (id, name, hash, scopes, created_by, created_at, expires_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
                            """)
                    .params(
                            id,
                            name,
                            Secrets.digest(token),
                            codes,
                            by,
                            clock.millis(),
                            expiresAt == null ? null : expiresAt.toEpochMilli())
                    .update();
            if (created > 0) {
                audit.record(database, by, "token.created", name, codes);
            }
            return null;
        });
        return token;
    }

    void revoke(String by, String id) {
        writes.write(database -> {
            List<String> revoked = database.sql(
                            "UPDATE api_token SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL RETURNING name")
                    .params(clock.millis(), id)
                    .query(String.class)
                    .list();
            revoked.forEach(name -> audit.record(database, by, "token.revoked", name, ""));
            return null;
        });
        cache.forgetAll();
    }

    List<ApiToken> all() {
        return reads.sql("SELECT * FROM api_token ORDER BY created_at DESC, id")
                .query(ApiToken::of)
                .list();
    }

    /** What a token stands for, if it is valid now. Found by its digest, so how long that takes tells nothing about the token. */
    Optional<ApiToken> find(String token) {
        if (!token.startsWith(PREFIX) || token.length() > 100) {
            return Optional.empty();
        }
        Optional<ApiToken> found = Optional.ofNullable(cache.get(Secrets.digest(token), this::read))
                .filter(known -> known.valid(clock.instant()));
        found.ifPresent(this::noteUse);
        return found;
    }

    private ApiToken read(String hash) {
        return reads.sql("SELECT * FROM api_token WHERE hash = ?")
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
