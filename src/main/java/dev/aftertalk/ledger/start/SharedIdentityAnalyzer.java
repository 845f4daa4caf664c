package dev.aftertalk.ledger.start;

import dev.aftertalk.ledger.SharedIdentityException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words, not in a stack trace, that this server is a copy of one that is running. */
class SharedIdentityAnalyzer extends AbstractFailureAnalyzer<SharedIdentityException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, SharedIdentityException cause) {
        return new FailureAnalysis(
                "Another Aftertalk is running on this database under the same identity, " + cause.node()
                        + ". Theirs is kept in " + cause.elsewhere() + ", this one's in " + cause.here()
                        + ": one is a copy of the other. Each would take the other's runs for its own and do them again.",
                "Delete the file 'node' in the data folder of this server (aftertalk.data-dir) and start it again: it draws a"
                        + " new identity. Don't copy that file when you clone a server.",
                cause);
    }
}
