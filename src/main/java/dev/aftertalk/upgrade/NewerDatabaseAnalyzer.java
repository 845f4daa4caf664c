package dev.aftertalk.upgrade;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says in words that the data was written by another version of Aftertalk than this one can work with. It looks at related causes too: what
 * waits for the database fails in several ways at once, and the first to fail is not what Spring calls the cause.
 */
class NewerDatabaseAnalyzer implements FailureAnalyzer {

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        FlywayValidateException cause = find(failure, Collections.newSetFromMap(new IdentityHashMap<>()));
        if (cause == null) {
            return null;
        }
        String what = String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("Need more flexibility"))
                .collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "The database was written by another version of Aftertalk, most likely a newer one.\n" + what,
                "Start that version, or a later one. To go back to this version, restore a backup from before the upgrade (src/docs/operating.md, Backup). Nothing was changed.",
                cause);
    }

    private static FlywayValidateException find(Throwable failure, Set<Throwable> seen) {
        if (failure instanceof FlywayValidateException found) {
            return found;
        }
        Throwable[] related = failure instanceof BeanCreationException creation ? creation.getRelatedCauses() : null;
        return Stream.of(new Throwable[] {failure.getCause()}, related == null ? new Throwable[0] : related)
                .flatMap(Arrays::stream)
                .filter(each -> each != null && seen.add(each))
                .map(each -> find(each, seen))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
