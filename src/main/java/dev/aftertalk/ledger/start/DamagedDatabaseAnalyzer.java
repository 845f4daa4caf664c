package dev.aftertalk.ledger.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in words what to do about a damaged database file. */
class DamagedDatabaseAnalyzer extends AbstractFailureAnalyzer<DamagedDatabaseException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DamagedDatabaseException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Move " + cause.file()
                        + " and its -wal and -shm files away, put the latest backup in its place and start again"
                        + " (src/docs/operating.md, Backup). Without a backup, sqlite3's .recover may save what can be read."
                        + " Check the disk first.",
                cause);
    }
}
