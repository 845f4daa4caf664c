package dev.aftertalk.commands;

import dev.aftertalk.access.LostPassword;
import dev.aftertalk.access.Users;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessException;

/**
 * {@code java -jar aftertalk.jar reset-password USER}: gives a user who lost the password, or the account at the identity provider, a new
 * one to be changed at the next login, beside a running server or on what a stopped one left behind. Who may run it may also read the
 * database, so it asks nothing else.
 */
public final class ResetPasswordCommand {

    static final String ARGUMENTS = "USER";

    private ResetPasswordCommand() {}

    /**
     * @param args the user's name, then settings as on any command line of Aftertalk
     * @return the exit code: 1 when there is no such user, 2 when the database can't be used
     */
    public static int run(String... args) {
        if (args.length == 0 || args[0].startsWith("--")) {
            return Commands.refuse("Say whose password:", "reset-password", ARGUMENTS);
        }
        try (CommandDatabase database = CommandDatabase.open(Arrays.copyOfRange(args, 1, args.length))) {
            return reset(database, Users.canonical(args[0]));
        }
    }

    private static int reset(CommandDatabase opened, String name) {
        try {
            LostPassword lost = new LostPassword(opened.client());
            Optional<LostPassword.Given> given = lost.reset(name, "reset-password");
            if (given.isEmpty()) {
                System.err.println("There is no user " + name + "; there is: " + names(lost.names()));
                return 1;
            }
            say(name, given.get(), opened.settings());
            return 0;
        } catch (DataAccessException e) {
            return opened.unusable("There are no users that can be changed", "");
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
