package dev.aftertalk.commands;

import dev.aftertalk.settings.SettingFaults;
import dev.aftertalk.settings.SettingsReader;
import dev.aftertalk.text.FileFault;
import java.util.function.IntSupplier;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/** The settings of a command of the jar, read as the server reads them: in any usual spelling, from files however they were saved. */
public final class CommandSettings {

    private CommandSettings() {}

    /**
     * Opens what a command needs of the server. What can't be read is said on the error output; what a setting counts as then is the same as
     * for the server.
     *
     * @param needs a configuration with nothing but that
     * @param args settings as on any command line of Aftertalk
     */
    public static ConfigurableApplicationContext open(Class<?> needs, String... args) {
        ConfigurableApplicationContext context = quiet(needs, args);
        context.getBeanProvider(SettingFaults.class).stream()
                .flatMap(each -> each.faults().stream())
                .forEach(fault -> System.err.println(fault.problem()));
        return context;
    }

    /** The same, for a command that says itself which settings can't be read. */
    static ConfigurableApplicationContext quiet(Class<?> needs, String... args) {
        // What fails before the settings for logs are read is logged all the same, with Spring's banner around it.
        LoggingSystem.get(CommandSettings.class.getClassLoader())
                .setLogLevel("org.springframework.boot.diagnostics", LogLevel.OFF);
        return new SpringApplicationBuilder(SettingsReader.class, needs)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .properties("logging.level.root=OFF")
                .run(args);
    }

    /**
     * Runs a command; when it can't even begin, says why on the error output, without a stack trace.
     *
     * @return its exit code; 2 when it can't begin
     */
    public static int run(IntSupplier command) {
        try {
            return command.getAsInt();
        } catch (CommandDatabase.NoLedgerException e) {
            System.err.println(e.getMessage());
            return 2;
        } catch (RuntimeException e) {
            System.err.println(said(e));
            return 2;
        }
    }

    /** In the words in which the server says why it does not start. */
    private static String said(RuntimeException failure) {
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, ArgumentResolver.none(), (type, name, e) -> {
                    // one of Spring's that wants more than there is here
                })
                .stream()
                .filter(analyzer -> analyzer.getClass().getName().startsWith("dev.aftertalk."))
                .map(analyzer -> analyzer.analyze(failure))
                .filter(analysis -> analysis != null)
                .findFirst()
                .map(CommandSettings::said)
                .orElseGet(() -> FileFault.words(NestedExceptionUtils.getMostSpecificCause(failure)));
    }

    private static String said(FailureAnalysis analysis) {
        return analysis.getDescription().strip().replace("Aftertalk can't start", "This can't be done")
                + System.lineSeparator()
                + analysis.getAction().strip().replace(" and start Aftertalk again", "");
    }
}
