package dev.aftertalk.ledger.start;

import java.nio.file.Path;

/** SQLite's file is damaged. */
public class DamagedDatabaseException extends RuntimeException {

    private final transient Path file;

    DamagedDatabaseException(Path file, String what, Throwable cause) {
        super("The database file " + file + " is damaged: " + what, cause);
        this.file = file;
    }

    Path file() {
        return file;
    }
}
