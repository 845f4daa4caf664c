package dev.aftertalk.access;

import dev.aftertalk.time.MachineClock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/** Gives a user who can't log in any more a new password, beside a running server or on what a stopped one left behind. */
public final class LostPassword {

    private final JdbcClient database;

    public LostPassword(JdbcClient database) {
        this.database = database;
    }

    /**
     * A new one-time password.
     *
     * @param external whether the user logged in at the identity provider before
     */
    public record Given(String password, boolean external) {}

    /**
     * Sets it, ends the user's logins and writes that into the audit.
     *
     * @param user in the canonical form
     * @param who as the audit calls who does it
     * @return empty when there is no such user
     */
    public Optional<Given> reset(String user, String who) {
        List<Map<String, Object>> found = database.sql("SELECT * FROM user_account WHERE name = ?")
                .param(user)
                .query()
                .listOfRows();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String password = Secrets.oneTimePassword();
        set(user, password, found.get(0).containsKey("one_time_since"));
        Sessions.close(database, user);
        Audit.write(database, who, "user.password-reset", user, "");
        return Optional.of(new Given(password, found.get(0).get("subject") != null));
    }

    /** @param dated false in a database of before one-time passwords expired; the next start counts from then */
    private void set(String user, String password, boolean dated) {
        String hash = PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password);
        String since = dated ? ", one_time_since = " + MachineClock.now() : "";
        database.sql(
                        "UPDATE user_account SET password_hash = ?, subject = NULL, must_change_password = 1, enabled = 1%s WHERE name = ?"
                                .formatted(since))
                .params(hash, user)
                .update();
    }

    /** All users' names. */
    public List<String> names() {
        return database.sql("SELECT name FROM user_account ORDER BY name")
                .query(String.class)
                .list();
    }
}
