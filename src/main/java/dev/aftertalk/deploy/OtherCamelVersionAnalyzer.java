package dev.aftertalk.deploy;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which jars to replace, in place of a stack trace. */
class OtherCamelVersionAnalyzer extends AbstractFailureAnalyzer<OtherCamelVersionException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OtherCamelVersionException cause) {
        return new FailureAnalysis(
                "Aftertalk can't start: it runs on Camel " + LibraryJars.camelVersion() + ", and " + cause.getMessage()
                        + ".",
                "Delete these files, and fetch the component again for this version: java -jar aftertalk.jar add-component NAME.",
                cause);
    }
}
