package dev.aftertalk.ledger.start;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files and folders that only the user who runs Aftertalk may read, where the file system knows of such things. What is there already
 * keeps its rights: somebody may have meant them.
 */
public final class OwnerOnly {

    private static final Logger LOG = LoggerFactory.getLogger(OwnerOnly.class);

    private OwnerOnly() {}

    public static FileAttribute<?>[] attributes(Path file) {
        return attributes(file, "rw-------");
    }

    private static FileAttribute<?>[] attributes(Path file, String rights) {
        return isPosix(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Makes the folder, and those it is in, where they are missing. */
    static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) { // a link to one is good, too
            Files.createDirectories(folder, attributes(folder, "rwx------"));
        }
    }

    /**
     * Makes an empty file where there is none. SQLite takes an empty file for a new database, and gives the files that it puts beside it the
     * same rights.
     *
     * @throws IOException when it can't be made; when its folder is missing, too
     */
    static void makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file));
        } catch (FileAlreadyExistsException e) {
            LOG.trace("{} is there", file, e);
        }
    }

    /** Says in the log when any user of this machine can read the file, since both it and its folder let them. */
    static void warnAbout(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        try {
            if (isPosix(file)
                    && lets(file, PosixFilePermission.OTHERS_READ)
                    && lets(folder, PosixFilePermission.OTHERS_EXECUTE)) {
                LOG.warn(
                        "Every user of this machine can read {}, which holds personal data. Take the right away: chmod -R go-rwx {}",
                        file,
                        folder);
            }
        } catch (IOException e) {
            LOG.debug("The rights of {} can't be read", file, e);
        }
    }

    private static boolean lets(Path file, PosixFilePermission right) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        return rights.contains(right);
    }
}
