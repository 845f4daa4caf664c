package dev.aftertalk.settings;

import dev.aftertalk.settings.MissingSettingsException.MissingSetting;
import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Turns missing settings into a message that says how to give them, in place of a stack trace. */
class MissingSettingsAnalyzer extends AbstractFailureAnalyzer<MissingSettingsException> {

    private static final String ACTION =
            """
            Give what is missing in one of the ways above and start Aftertalk again.

            To try it out without any account: ./mvnw spring-boot:run, see README.md\
            """;

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, MissingSettingsException cause) {
        String lines = cause.settings().stream()
                .map(MissingSettingsAnalyzer::line)
                .collect(Collectors.joining(System.lineSeparator()));
        String description = "Aftertalk can't start: these settings are missing" + System.lineSeparator()
                + System.lineSeparator() + lines;
        return new FailureAnalysis(description, ACTION, cause);
    }

    private static String line(MissingSetting setting) {
        return "  %1$s: %2$s. Find it %3$s. Give it in application.properties (%1$s=...), as the environment variable %4$s, or as --%1$s=..."
                .formatted(setting.name(), setting.meaning(), setting.source(), setting.environmentVariable());
    }
}
