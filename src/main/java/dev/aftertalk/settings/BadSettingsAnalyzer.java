package dev.aftertalk.settings;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which settings are wrong and what they may be, in place of a stack trace. */
public class BadSettingsAnalyzer extends AbstractFailureAnalyzer<BadSettingsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BadSettingsException cause) {
        String lines = cause.faults().stream()
                .map(fault -> "  " + fault.problem())
                .collect(Collectors.joining(System.lineSeparator()));
        return new FailureAnalysis(
                "Aftertalk can't start: these settings can't be used" + System.lineSeparator() + System.lineSeparator()
                        + lines,
                "Correct them in application.properties, in the environment or among the arguments, and start Aftertalk again.",
                cause);
    }
}
