package dev.aftertalk;

import dev.aftertalk.commands.Commands;
import dev.aftertalk.commands.FastStartCommand;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.gson.GsonAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Receives iAdvize webhooks and runs the workflows of {@code routes/} on them. */
@SpringBootApplication(exclude = GsonAutoConfiguration.class) // Maven's tooling, for add-component, brings Gson
@ConfigurationPropertiesScan
public class AftertalkApplication {

    /** Starts the server, or runs the command that the first argument names. */
    public static void main(String[] args) {
        if (!FastStartCommand.isUpToDate()) {
            System.exit(1);
        }
        if (args.length == 0 || !Commands.isOne(args[0])) {
            FirstCompiler.only();
            useVirtualThreads();
            SpringApplication.run(AftertalkApplication.class, args);
            return;
        }
        System.exit(Commands.run(args));
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
