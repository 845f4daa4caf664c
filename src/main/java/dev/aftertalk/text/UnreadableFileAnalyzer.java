package dev.aftertalk.text;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which file can't be read and why, in place of a stack trace. */
public class UnreadableFileAnalyzer extends AbstractFailureAnalyzer<UnreadableFileException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnreadableFileException cause) {
        return new FailureAnalysis(
                "Aftertalk can't start. " + cause.getMessage(), "Correct that file and start Aftertalk again.", cause);
    }
}
