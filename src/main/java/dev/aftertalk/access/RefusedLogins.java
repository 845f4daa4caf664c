package dev.aftertalk.access;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.MachineClock;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whom the identity provider vouched for under the name of another user here, for {@link #KEPT}: either somebody else, or the same person
 * with another issuer or subject than before, whom an admin can link.
 */
@Component
public class RefusedLogins {

    /** For how long a refused login can be linked. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** Of more the newest are kept: who can make accounts there, can make any number. Each account there has one at most. */
    static final int MOST = 100;

    /**
     * The last refused login of one account there.
     *
     * @param id a digest of the subject
     * @param subject who that is at the identity provider, as in {@link User#subject}
     * @param name that is taken, in its canonical form
     * @param role that the identity provider gives
     */
    public record Refused(String id, String issuer, String subject, String name, Role role, Instant at) {

        static Refused of(ResultSet row, int number) throws SQLException {
            return new Refused(
                    row.getString("id"),
                    row.getString("issuer"),
                    row.getString("subject"),
                    row.getString("name"),
                    Role.of(row.getString("role")).orElse(Role.VIEWER),
                    Instant.ofEpochMilli(row.getLong("at")));
        }

        /** Who that is at the identity provider, without its name. */
        public String account() {
            return User.account(subject);
        }

        /** The role's name, for pages. */
        public String roleCode() {
            return role.code();
        }
    }

    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Clock clock = MachineClock.get();

    RefusedLogins(JdbcClient reads, LedgerWrites writes) {
        this.reads = reads;
        this.writes = writes;
    }

    static String id(String subject) {
        return Secrets.digest(subject).substring(0, 32);
    }

    void note(String issuer, String subject, String name, Role role) {
        long now = clock.millis();
        writes.write(database -> {
            database.sql("DELETE FROM refused_login WHERE at < ?")
                    .param(now - KEPT.toMillis())
                    .update();
            database.sql(
                            """
                            INSERT INTO refused_login (id, issuer, subject, name, role, at) VALUES (?, ?, ?, ?, ?, ?)
                            ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, at = excluded.at
                            """)
                    .params(id(subject), issuer, subject, name, role.code(), now)
                    .update();
            database.sql(
                            "DELETE FROM refused_login WHERE id NOT IN (SELECT id FROM refused_login ORDER BY at DESC, id LIMIT ?)")
                    .param(MOST)
                    .update();
            return null;
        });
    }

    /** Newest first. */
    List<Refused> all() {
        return reads.sql("SELECT * FROM refused_login WHERE at > ? ORDER BY at DESC, id LIMIT ?")
                .params(clock.millis() - KEPT.toMillis(), MOST)
                .query(Refused::of)
                .list();
    }

    Optional<Refused> find(String id) {
        if (!PlainText.isStorable(id)) {
            return Optional.empty();
        }
        return reads.sql("SELECT * FROM refused_login WHERE id = ? AND at > ?")
                .params(id, clock.millis() - KEPT.toMillis())
                .query(Refused::of)
                .optional();
    }

    /** That account logs in now, so nobody need link it. */
    static void forget(JdbcClient database, String subject) {
        database.sql("DELETE FROM refused_login WHERE id = ?")
                .param(id(subject))
                .update();
    }
}
