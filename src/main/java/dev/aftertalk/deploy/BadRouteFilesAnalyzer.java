package dev.aftertalk.deploy;

import java.util.stream.Collectors;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which files can't be read and why, in place of a stack trace. */
class BadRouteFilesAnalyzer extends AbstractFailureAnalyzer<BadRouteFilesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BadRouteFilesException cause) {
        return new FailureAnalysis(
                cause.faults().stream()
                        .map(fault -> System.lineSeparator() + "  " + fault)
                        .collect(Collectors.joining(
                                "", "Aftertalk can't start: these files can't be used" + System.lineSeparator(), "")),
                "Correct them and start Aftertalk again.",
                cause);
    }
}
