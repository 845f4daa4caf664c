package dev.aftertalk.deploy;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says where there should be route files, in place of a stack trace. */
class NoRouteFilesAnalyzer extends AbstractFailureAnalyzer<NoRouteFilesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, NoRouteFilesException cause) {
        return new FailureAnalysis(
                "Aftertalk can't start: there are no routes. " + cause.getMessage(),
                "Start Aftertalk in the folder that holds routes/, or put that folder there. If the files are elsewhere, say where with"
                        + " camel.main.routes-include-pattern.",
                cause);
    }
}
