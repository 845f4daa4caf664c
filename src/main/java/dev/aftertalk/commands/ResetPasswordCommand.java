package dev.aftertalk.commands;

import dev.aftertalk.access.LostPassword;
import dev.aftertalk.access.Users;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * {@code java -jar aftertalk.jar reset-password USER}: gives a user who lost the password, or the account at the identity provider, a new
 * one to be changed at the next login, beside a running server or on what a stopped one left behind. Who may run it may also read the
 * database, so it asks nothing else.
 */
public final class ResetPasswordCommand {

    /** Only the database of the settings; no web server, no routes. */
    @ImportAutoConfiguration(DataSourceAutoConfiguration.class)
    static class Database {}

    private ResetPasswordCommand() {}

    /**
     * @param args the user's name, then settings as on any command line of Aftertalk
     * @return the exit code: 1 when there is no such user, 2 when the database can't be used
     */
    public static int run(String... args) {
        if (args.length == 0 || args[0].startsWith("--")) {
            System.err.println("Say whose password: java -jar aftertalk.jar reset-password USER");
            return 2;
        }
        try (ConfigurableApplicationContext context =
                CommandSettings.open(Database.class, Arrays.copyOfRange(args, 1, args.length))) {
            return reset(
                    JdbcClient.create(context.getBean(DataSource.class)),
                    Users.canonical(args[0]),
                    context.getEnvironment());
        }
    }

    private static int reset(JdbcClient database, String name, Environment environment) {
        String url = environment.getProperty("spring.datasource.url");
        try {
            LostPassword lost = new LostPassword(database);
            Optional<LostPassword.Given> given = lost.reset(name, "reset-password");
            if (given.isEmpty()) {
                System.err.println("There is no user " + name + "; there is: " + names(lost.names()));
                return 1;
            }
            say(name, given.get(), environment);
            return 0;
        } catch (DataAccessException e) {
            System.err.println(
                    "There are no users that can be changed at " + url
                            + ". Run this in the folder the server runs in, or with the same --aftertalk.data-dir or --spring.datasource.url.");
            return 2;
        }
    }

    private static void say(String name, LostPassword.Given given, Environment environment) {
        System.out.println("The new one-time password of " + name + ", to be changed at the next login"
                + validity(environment.getProperty("security.one-time-password-max-age", "")) + ":");
        System.out.println();
        System.out.println("  " + given.password());
        if (given.external()) {
            System.out.println();
            System.out.println(name
                    + " logged in at the identity provider, and does so with this password from now on. An admin can"
                    + " link the account there again, at /admin/users.");
        }
        if (environment.getProperty("security.password-login", "true").equals("false")) {
            System.out.println();
            System.out.println("It opens nothing as long as security.password-login is false.");
        }
    }

    private static String validity(String maxAge) {
        return maxAge.isEmpty() || maxAge.startsWith("0") ? "" : ", within " + maxAge;
    }

    private static String names(List<String> names) {
        return names.isEmpty() ? "none yet, the server makes the first one when it starts" : String.join(", ", names);
    }
}
