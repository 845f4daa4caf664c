package dev.aftertalk.ledger.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words, not in a stack trace, that another Aftertalk works on the same data folder. */
class DataFolderInUseAnalyzer extends AbstractFailureAnalyzer<DataFolderInUseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DataFolderInUseException cause) {
        return new FailureAnalysis(
                "Another Aftertalk is running on the data folder " + cause.folder() + ".",
                "Stop it first, or give this one a folder of its own: aftertalk.data-dir.",
                cause);
    }
}
