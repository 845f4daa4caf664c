package dev.aftertalk.access;

import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Renames, deletes and links users, each with its line in the audit; it ends the user's logins. Whom it is about is read first, so that a
 * committed transaction that is run again finds that it has been done and says so.
 */
@Component
class UserChanges {

    /** What came of it; the codes stand in addresses and messages. */
    enum Outcome {
        DONE,
        /** There is no such user, or no such refused login any more. */
        GONE,
        /** The name, or the account at the identity provider, is another user's. */
        TAKEN,
        LAST_ADMIN
    }

    /** For how long the next login by a user's name is waited for. */
    static final Duration EXPECTED = Duration.ofDays(7);

    private static final String LINK =
            """
            UPDATE user_account SET subject = ?, role = ?, password_hash = NULL, must_change_password = 0,
              one_time_since = NULL, link_until = NULL
            WHERE name = ?""";

    private final Users users;
    private final RefusedLogins refusedLogins;
    private final ApiTokens tokens;
    private final LedgerWrites writes;
    private final Audit audit;
    private final Clock clock = MachineClock.get();

    UserChanges(Users users, RefusedLogins refusedLogins, ApiTokens tokens, LedgerWrites writes, Audit audit) {
        this.users = users;
        this.refusedLogins = refusedLogins;
        this.tokens = tokens;
        this.writes = writes;
        this.audit = audit;
    }

    /** Gives another name, in its canonical form; the tokens that the user made go along. */
    Outcome rename(String by, String name, String to) {
        return change(name, (database, user) -> {
            if (!named(database, user.name(), user)) {
                return named(database, to, user) ? Outcome.DONE : Outcome.GONE;
            }
            if (exists(database, to)) {
                return Outcome.TAKEN;
            }
            // A login that is expected is one by the name that the user had.
            database.sql("UPDATE user_account SET name = ?, link_until = NULL WHERE name = ?")
                    .params(to, user.name())
                    .update();
            database.sql("UPDATE api_token SET created_by = ? WHERE created_by = ? AND maker_gone = 0")
                    .params(to, user.name())
                    .update();
            Sessions.close(database, user.name());
            audit.record(database, by, "user.renamed", user.name(), to);
            return Outcome.DONE;
        });
    }

    /**
     * Deletes a user. Nothing of theirs becomes that of a later user of the same name.
     *
     * @param revoke whether to revoke the tokens that they made; else those go on with their own scopes
     */
    Outcome delete(String by, String name, boolean revoke) {
        return change(name, (database, user) -> {
            if (!named(database, user.name(), user)) {
                return Outcome.DONE;
            }
            int deleted = database.sql("DELETE FROM user_account WHERE name = ?" + Users.NOT_THE_LAST_ADMIN)
                    .params(user.name(), user.name())
                    .update();
            if (deleted == 0) {
                return Outcome.LAST_ADMIN;
            }
            tokens.makerGone(database, by, user.name(), revoke);
            Sessions.close(database, user.name());
            audit.record(database, by, "user.deleted", user.name(), "");
            return Outcome.DONE;
        });
    }

    /**
     * Makes the account of a refused login that of a user, who logs in there alone from now on, with the role that it gives.
     *
     * @param id of the refused login
     */
    Outcome link(String by, String id, String name) {
        Optional<RefusedLogins.Refused> refused = refusedLogins.find(id);
        return refused.isEmpty()
                ? Outcome.GONE
                : change(name, (database, user) -> link(database, by, refused.get(), user.name()));
    }

    private Outcome link(JdbcClient database, String by, RefusedLogins.Refused refused, String name) {
        List<String> owners = database.sql("SELECT name FROM user_account WHERE subject = ?")
                .param(refused.subject())
                .query(String.class)
                .list();
        if (!owners.isEmpty()) {
            RefusedLogins.forget(database, refused.subject());
            return owners.contains(name) ? Outcome.DONE : Outcome.TAKEN;
        }
        if (!exists(database, name)) {
            return Outcome.GONE;
        }
        return linked(database, by, refused.issuer(), refused.subject(), refused.role(), name, "")
                ? Outcome.DONE
                : Outcome.LAST_ADMIN;
    }

    /** @return false when there is no such user, or it would leave no admin */
    private boolean linked(
            JdbcClient database, String by, String issuer, String subject, Role role, String name, String guard) {
        boolean demotes = role != Role.ADMIN;
        JdbcClient.StatementSpec update = database.sql(LINK + guard + (demotes ? Users.NOT_THE_LAST_ADMIN : ""))
                .params(subject, role.code(), name);
        if ((demotes ? update.param(name) : update).update() == 0) {
            return false;
        }
        RefusedLogins.forget(database, subject);
        Sessions.close(database, name);
        audit.record(database, by, "user.linked", name, issuer);
        return true;
    }

    /** Has the next login at the identity provider by this user's name taken for theirs, for {@link #EXPECTED}, or no more. */
    Outcome expect(String by, String name, boolean expected) {
        long until = expected ? clock.millis() + EXPECTED.toMillis() : 0;
        return change(name, (database, user) -> {
            int marked = database.sql(
                            "UPDATE user_account SET link_until = NULLIF(?, 0) WHERE name = ? AND COALESCE(link_until, 0) <> ?")
                    .params(until, user.name(), until)
                    .update();
            if (marked > 0) {
                String what = expected ? "user.link-expected" : "user.link-unexpected";
                audit.record(database, by, what, user.name(), "");
            }
            return exists(database, user.name()) ? Outcome.DONE : Outcome.GONE;
        });
    }

    /** Links a user whose login is expected, with the role that the identity provider gives, unless that would leave no admin. */
    void linkExpected(String name, String issuer, String subject, Role role) {
        Instant now = clock.instant();
        if (users.find(name).filter(user -> user.expected(now)).isPresent()) {
            String expected = " AND link_until > " + now.toEpochMilli();
            change(name, (database, user) -> {
                linked(database, user.name(), issuer, subject, role, user.name(), expected);
                return Outcome.DONE;
            });
        }
    }

    private interface Work {

        Outcome on(JdbcClient database, User user);
    }

    private Outcome change(String name, Work work) {
        Optional<User> user = users.find(name);
        if (user.isEmpty()) {
            return Outcome.GONE;
        }
        Function<JdbcClient, Outcome> transaction = database -> {
            Users.lockAdmins(database);
            return work.on(database, user.get());
        };
        try {
            return writes.write(transaction);
        } catch (DataIntegrityViolationException e) {
            // Another node gave the name or the account away at the same moment.
            return Outcome.TAKEN;
        } finally {
            tokens.makersChanged();
        }
    }

    private static boolean exists(JdbcClient database, String name) {
        return database.sql("SELECT count(*) FROM user_account WHERE name = ?")
                        .param(name)
                        .query(Long.class)
                        .single()
                == 1;
    }

    /** Whether a name is that very user's, and not that of another one who has it since. */
    private static boolean named(JdbcClient database, String name, User user) {
        return database.sql("SELECT count(*) FROM user_account WHERE name = ? AND created_at = ?")
                        .params(name, user.createdAt().toEpochMilli())
                        .query(Long.class)
                        .single()
                == 1;
    }
}
