package dev.aftertalk;

import dev.aftertalk.commands.BackupCommand;
import dev.aftertalk.commands.CommandSettings;
import dev.aftertalk.commands.EraseCommand;
import dev.aftertalk.commands.ReconcileCommand;
import dev.aftertalk.commands.ResetPasswordCommand;
import dev.aftertalk.commands.VerifyCommand;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Receives iAdvize webhooks and runs the workflows of {@code routes/} on them. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class AftertalkApplication {

    /** Starts the server, or runs the command that the first argument names. */
    public static void main(String[] args) {
        if (args.length == 0 || args[0].startsWith("--")) {
            useVirtualThreads();
            SpringApplication.run(AftertalkApplication.class, args);
            return;
        }
        String[] settings = Arrays.copyOfRange(args, 1, args.length);
        if (args[0].equals("verify")) {
            System.exit(CommandSettings.run(() -> VerifyCommand.run(settings)));
        }
        if (args[0].equals("reset-password")) {
            System.exit(CommandSettings.run(() -> ResetPasswordCommand.run(settings)));
        }
        if (args[0].equals("reconcile")) {
            System.exit(CommandSettings.run(() -> ReconcileCommand.run(settings)));
        }
        if (args[0].equals("erase")) {
            System.exit(CommandSettings.run(() -> EraseCommand.run(settings)));
        }
        if (args[0].equals("backup")) {
            System.exit(CommandSettings.run(() -> BackupCommand.run(settings)));
        }
        System.err.println("There is no command " + args[0]
                + "; there are: verify, backup, reconcile, erase, reset-password. Without one, the server starts.");
        System.exit(2);
    }

    /**
     * Camel asks for this before Spring's settings are read. Up to Java 23 a virtual thread that blocks in a synchronized block, as mail and
     * database drivers do, holds its carrier thread, so there ordinary threads do better.
     */
    private static void useVirtualThreads() {
        String setting = "camel.threads.virtual.enabled";
        if (Runtime.version().feature() >= 24 && System.getProperty(setting) == null) {
            System.setProperty(setting, "true");
        }
    }
}
