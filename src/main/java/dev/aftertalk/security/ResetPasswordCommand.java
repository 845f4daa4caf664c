package dev.aftertalk.security;

import dev.aftertalk.settings.CommandSettings;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/**
 * {@code java -jar aftertalk.jar reset-password USER}: gives a user who lost the password a new one to be changed at the next login, beside
 * a running server or on what a stopped one left behind. Who may run it may also read the database, so it asks nothing else.
 */
public final class ResetPasswordCommand {

    /** Only the database of the settings; no web server, no routes. */
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Database {}

    private ResetPasswordCommand() {}

    /**
     * @param args the user's name, then settings as on any command line of Aftertalk
     * @return the exit code: 1 when there is no such user with a password, 2 when the database can't be used
     */
    public static int run(String... args) {
        if (args.length == 0 || args[0].startsWith("--")) {
            System.err.println("Say whose password: java -jar aftertalk.jar reset-password USER");
            return 2;
        }
        try (ConfigurableApplicationContext context =
                CommandSettings.open(Database.class, Arrays.copyOfRange(args, 1, args.length))) {
            String url = context.getEnvironment().getProperty("spring.datasource.url");
            return reset(JdbcClient.create(context.getBean(DataSource.class)), Users.canonical(args[0]), url);
        }
    }

    private static int reset(JdbcClient database, String name, String url) {
        try {
            String password = Secrets.oneTimePassword();
            String hash =
                    PasswordEncoderFactories.createDelegatingPasswordEncoder().encode(password);
            int changed = database.sql(
                            """
                            UPDATE user_account SET password_hash = ?, must_change_password = 1, enabled = 1
                            WHERE name = ? AND subject IS NULL
                            """)
                    .params(hash, name)
                    .update();
            if (changed == 0) {
                System.err.println("There is no user " + name + " with a password; there is: " + names(database));
                return 1;
            }
            Sessions.close(database, name);
            database.sql("INSERT INTO audit_entry (at, who, what, about, detail) VALUES (?, ?, ?, ?, '')")
                    .params(System.currentTimeMillis(), "reset-password", "user.password-reset", name)
                    .update();
            System.out.println("The new one-time password of " + name + ", to be changed at the next login:");
            System.out.println();
            System.out.println("  " + password);
            return 0;
        } catch (DataAccessException e) {
            System.err.println(
                    "There are no users that can be changed at " + url
                            + ". Run this in the folder the server runs in, or with the same --aftertalk.data-dir or --spring.datasource.url.");
            return 2;
        }
    }

    private static String names(JdbcClient database) {
        List<String> names = database.sql("SELECT name FROM user_account WHERE subject IS NULL ORDER BY name")
                .query(String.class)
                .list();
        return names.isEmpty() ? "none yet, the server makes the first one when it starts" : String.join(", ", names);
    }
}
