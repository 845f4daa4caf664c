package dev.aftertalk.ledger.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words, not in a stack trace, that there is no database to work with. */
class PostgresAwayAnalyzer extends AbstractFailureAnalyzer<PostgresAwayException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, PostgresAwayException cause) {
        return new FailureAnalysis(cause.getMessage(), PostgresAwayException.ACTION, cause);
    }
}
