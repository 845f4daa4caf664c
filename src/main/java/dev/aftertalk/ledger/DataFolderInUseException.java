package dev.aftertalk.ledger;

import java.nio.file.Path;

/** Another Aftertalk works on the same data folder. */
public class DataFolderInUseException extends RuntimeException {

    DataFolderInUseException(Path folder) {
        super("Another Aftertalk is running on the data folder " + folder.toAbsolutePath()
                + ". Stop it first, or give this one its own: aftertalk.data-dir.");
    }
}
