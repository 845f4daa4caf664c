package dev.aftertalk.access;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.text.PlainText;
import dev.aftertalk.time.MachineClock;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The users and every change to them, each with its line in the audit; a change ends the user's logins. */
@Component
public class Users {

    private static final String OTHER_ADMINS =
            "(SELECT count(*) FROM user_account WHERE role = 'admin' AND enabled = 1 AND name <> ?) > 0";

    private static final String ROLE = "role";
    private static final String ENABLED = "enabled";

    /** Follows WHERE name = ?, with the name once more. */
    static final String NOT_THE_LAST_ADMIN = " AND (role <> 'admin' OR enabled = 0 OR " + OTHER_ADMINS + ")";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._@+-]{0,99}");

    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final Audit audit;
    private final ApiTokens tokens;
    private final Clock clock = MachineClock.get();

    Users(JdbcClient reads, LedgerWrites writes, Audit audit, ApiTokens tokens) {
        this.reads = reads;
        this.writes = writes;
        this.audit = audit;
        this.tokens = tokens;
    }

    /** The form in which a name is stored and compared. */
    public static String canonical(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }

    /** Whether this, in its canonical form, can be a user's name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @param name in whatever form it was typed */
    Optional<User> find(String name) {
        if (!PlainText.isStorable(name)) {
            return Optional.empty();
        }
        return reads.sql("SELECT * FROM user_account WHERE name = ?")
                .param(canonical(name))
                .query(User::of)
                .optional();
    }

    Optional<User> findBySubject(String subject) {
        return reads.sql("SELECT * FROM user_account WHERE subject = ?")
                .param(subject)
                .query(User::of)
                .optional();
    }

    boolean none() {
        return reads.sql("SELECT count(*) FROM user_account").query(Long.class).single() == 0;
    }

    List<User> all() {
        return reads.sql("SELECT * FROM user_account ORDER BY name")
                .query(User::of)
                .list();
    }

    /**
     * Makes the first user, when there is none.
     *
     * @return whether that is what is stored now, so that of several nodes that start together one knows the password that counts
     */
    boolean createFirst(String name, String hash, boolean mustChange) {
        long now = clock.millis();
        return writes.write(database -> {
            int created = database.sql(
                            """
                            INSERT INTO user_account (name, password_hash, role, enabled, must_change_password, one_time_since, created_at)
                            SELECT ?, ?, 'admin', 1, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM user_account)
                            ON CONFLICT DO NOTHING
                            """)
                    .params(name, hash, mustChange ? 1 : 0, mustChange ? now : null, now)
                    .update();
            if (created > 0) {
                audit.record(database, Audit.BY_ITSELF, "user.created", name, Role.ADMIN.code());
            }
            return stored(database, "password_hash", name, hash);
        });
    }

    /** @return false when the name is taken */
    boolean create(String by, String name, String hash, Role role) {
        return insert(by, canonical(name), hash, null, role);
    }

    /** @return false when the name is taken */
    boolean createExternal(String name, String subject, Role role) {
        return insert(canonical(name), canonical(name), null, subject, role);
    }

    private boolean insert(String by, String name, String hash, String subject, Role role) {
        long now = clock.millis();
        return writes.write(database -> {
            int created = database.sql(
                            """
                            INSERT INTO user_account
                              (name, password_hash, subject, role, enabled, must_change_password, one_time_since, created_at)
                            VALUES (?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT DO NOTHING
                            """)
                    .params(
                            name,
                            hash,
                            subject,
                            role.code(),
                            subject == null ? 1 : 0,
                            subject == null ? now : null,
                            now)
                    .update();
            if (created > 0) {
                audit.record(database, by, "user.created", name, role.code());
                if (subject != null) {
                    RefusedLogins.forget(database, subject);
                }
            }
            String mine = hash == null ? subject : hash;
            return stored(database, hash == null ? "subject" : "password_hash", name, mine);
        });
    }

    /** Asked in place of what the insert counted, which is 0 when a committed transaction is run again. */
    private static boolean stored(JdbcClient database, String column, String name, String value) {
        return database.sql("SELECT count(*) FROM user_account WHERE name = ? AND " + column + " = ?")
                        .params(name, value)
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** @return false when that would leave no admin */
    boolean changeRole(String by, String name, Role role) {
        String guard = role == Role.ADMIN ? "" : NOT_THE_LAST_ADMIN;
        return change(by, name, ROLE, role.code(), " AND subject IS NULL" + guard, "user.role");
    }

    /** Gives the role that the identity provider says. */
    Optional<User> changeExternalRole(String name, String subject, Role role) {
        change(name, name, ROLE, role.code(), "", "user.role");
        return findBySubject(subject);
    }

    /** @return false when that would leave no admin */
    boolean enable(String by, String name, boolean enabled) {
        String guard = enabled ? "" : NOT_THE_LAST_ADMIN;
        String what = enabled ? "user.enabled" : "user.disabled";
        return change(by, name, ENABLED, enabled ? 1 : 0, guard, what);
    }

    /** @return whether the column has that value now, so that it says the same when a committed transaction is run again */
    private boolean change(String by, String name, String column, Object value, String guard, String what) {
        if (!PlainText.isStorable(name)) {
            return false;
        }
        boolean done = writes.write(database -> {
            lockAdmins(database);
            JdbcClient.StatementSpec statement = database.sql(
                            "UPDATE user_account SET %1$s = ? WHERE name = ? AND %1$s <> ?%2$s"
                                    .formatted(column, guard))
                    .params(value, name, value);
            if ((guard.contains("?") ? statement.param(name) : statement).update() > 0) {
                Sessions.close(database, name);
                audit.record(database, by, what, name, column.equals(ROLE) ? value.toString() : "");
            }
            return database.sql("SELECT count(*) FROM user_account WHERE name = ? AND " + column + " = ?")
                            .params(name, value)
                            .query(Long.class)
                            .single()
                    == 1;
        });
        tokens.makersChanged();
        return done;
    }

    /** Locks every admin, so that two that demote each other at the same moment take turns. */
    static void lockAdmins(JdbcClient database) {
        database.sql("UPDATE user_account SET role = role WHERE role = 'admin'").update();
    }

    /**
     * Sets a password and ends the user's logins.
     *
     * @return whether it counts now: one who logs in at the identity provider, or is no user any more, gets none
     */
    boolean setPassword(String by, String name, String hash, boolean mustChange) {
        if (!PlainText.isStorable(name)) {
            return false;
        }
        int oneTime = mustChange ? 1 : 0;
        Long since = mustChange ? clock.millis() : null;
        return writes.write(database -> {
            int set = database.sql(
                            """
                            UPDATE user_account SET password_hash = ?, must_change_password = ?, one_time_since = CAST(? AS BIGINT)
                            WHERE name = ? AND subject IS NULL AND (password_hash <> ? OR must_change_password <> ?)
                            """)
                    .params(hash, oneTime, since, name, hash, oneTime)
                    .update();
            if (set > 0) {
                Sessions.close(database, name);
                audit.record(database, by, mustChange ? "user.password-reset" : "user.password-changed", name, "");
            }
            return stored(database, "password_hash", name, hash);
        });
    }
}
