package dev.aftertalk.access;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.time.MachineClock;
import dev.aftertalk.time.SteadyClock;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Who is logged in. Kept in the database, so that a login holds on every node and through a restart, and ends everywhere when the user is
 * disabled, changes role or password, or logs out.
 */
@Component
public class Sessions {

    /** How long another node may take to notice that a login has ended. */
    static final Duration NOTICE = Duration.ofSeconds(2);

    /** What a time of 0 means. */
    private static final Duration FOREVER = Duration.ofDays(3650);

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** A login with its user as they are now. */
    record Session(String id, User user, long lastUsed) {}

    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Audit audit;
    private final long timeout;
    private final long maxAge;
    private final long externalMaxAge;
    private final Clock clock;
    private final BriefCache<Session> cache;

    Sessions(
            JdbcClient reads,
            LedgerWrites writes,
            Audit audit,
            ServerProperties server,
            SecuritySettings settings,
            ObjectProvider<Clock> clocks) {
        this.reads = reads;
        this.writes = writes;
        this.audit = audit;
        this.timeout = orForever(server.getServlet().getSession().getTimeout());
        this.maxAge = orForever(settings.loginMaxAge());
        this.externalMaxAge = orForever(settings.oidc().loginMaxAge());
        this.clock = clocks.getIfAvailable(MachineClock::get);
        this.cache = new BriefCache<>(5_000, NOTICE, clocks.getIfAvailable(SteadyClock::get));
    }

    private static long orForever(Duration set) {
        return set.toMillis() > 0 ? set.toMillis() : FOREVER.toMillis();
    }

    /**
     * Logs a user in who is as they were when they proved who they are: with that password or that account, and enabled.
     *
     * @return what the browser shall send with each request; nobody else knows it, the database has its digest. Empty when the user has been
     *     deleted, renamed or disabled meanwhile, or has another password.
     */
    Optional<String> open(User as) {
        String user = as.name();
        String proof = as.external() ? as.subject() : as.passwordHash();
        String secret = Secrets.random();
        String id = Secrets.digest(secret);
        long now = clock.millis();
        boolean open = writes.write(database -> {
            database.sql("DELETE FROM login_session WHERE last_used_at < ? OR opened_at < ?")
                    .params(now - timeout, now - Math.max(maxAge, externalMaxAge))
                    .update();
            int opened = database.sql(
                            """
                            INSERT INTO login_session (id, user_name, opened_at, last_used_at)
                            SELECT ?, name, ?, ? FROM user_account
                            WHERE name = ? AND enabled = 1 AND COALESCE(subject, password_hash) = ?
                            ON CONFLICT DO NOTHING
                            """)
                    .params(id, now, now, user, proof)
                    .update();
            if (opened > 0) {
                database.sql("UPDATE user_account SET last_login_at = ? WHERE name = ?")
                        .params(now, user)
                        .update();
                audit.record(database, user, "login", user, "");
            }
            return database.sql("SELECT count(*) FROM login_session WHERE id = ?")
                            .param(id)
                            .query(Long.class)
                            .single()
                    == 1;
        });
        return open ? Optional.of(secret) : Optional.empty();
    }

    /** The login that a browser's secret stands for, unless it has ended. */
    Optional<Session> find(String secret) {
        Session session = cache.get(Secrets.digest(secret), this::read);
        if (session == null) {
            return Optional.empty();
        }
        if (clock.millis() - session.lastUsed > Math.min(timeout / 10, 300_000)) {
            touch(session);
        }
        return Optional.of(session);
    }

    private Session read(String id) {
        long now = clock.millis();
        return reads.sql(
                        """
                        SELECT s.last_used_at, u.* FROM login_session s JOIN user_account u ON u.name = s.user_name
                        WHERE s.id = ? AND s.last_used_at > ? AND u.enabled = 1
                          AND s.opened_at > CASE WHEN u.subject IS NULL THEN ? ELSE ? END
                        """)
                .params(id, now - timeout, now - maxAge, now - externalMaxAge)
                .query((row, n) -> new Session(id, User.of(row, n), row.getLong("last_used_at")))
                .optional()
                .orElse(null);
    }

    private void touch(Session session) {
        try {
            writes.write(database -> database.sql("UPDATE login_session SET last_used_at = ? WHERE id = ?")
                    .params(clock.millis(), session.id)
                    .update());
            cache.forget(session.id);
        } catch (RetryableException e) {
            LOG.warn("A login could not be prolonged because the database is away; the next request tries again");
        }
    }

    /** Logs out. */
    void close(String secret) {
        String id = Secrets.digest(secret);
        writes.write(database ->
                database.sql("DELETE FROM login_session WHERE id = ?").param(id).update());
        cache.forget(id);
    }

    /** Ends all logins of a user, in the transaction of what is the reason. */
    public static void close(JdbcClient database, String user) {
        database.sql("DELETE FROM login_session WHERE user_name = ?")
                .param(user)
                .update();
    }
}
