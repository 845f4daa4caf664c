package dev.aftertalk.ledger;

import java.util.stream.Collectors;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words that the data was written by another version of Aftertalk than this one can work with. */
class NewerDatabaseAnalyzer extends AbstractFailureAnalyzer<FlywayValidateException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, FlywayValidateException cause) {
        String what = String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("Need more flexibility"))
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "The database was written by another version of Aftertalk than this one, most likely a newer one.\n"
                        + what,
                "Start that version, or a later one. To go back to this version, restore a backup from before the upgrade"
                        + " (src/docs/operating.md, Backup). Nothing was changed.",
                cause);
    }
}
