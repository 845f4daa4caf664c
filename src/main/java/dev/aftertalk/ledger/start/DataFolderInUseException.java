package dev.aftertalk.ledger.start;

import java.nio.file.Path;

/** Another Aftertalk works on the same data folder. */
public class DataFolderInUseException extends RuntimeException {

    private final transient Path folder;

    DataFolderInUseException(Path folder) {
        super("The data folder " + folder.toAbsolutePath() + " is in use");
        this.folder = folder.toAbsolutePath();
    }

    Path folder() {
        return folder;
    }
}
