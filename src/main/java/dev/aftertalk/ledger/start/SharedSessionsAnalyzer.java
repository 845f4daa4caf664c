package dev.aftertalk.ledger.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words, not in a stack trace, what to set in the pooler. */
public class SharedSessionsAnalyzer extends AbstractFailureAnalyzer<SharedSessionsException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SharedSessionsException cause) {
        return new FailureAnalysis(cause.getMessage(), cause.action(), cause);
    }
}
