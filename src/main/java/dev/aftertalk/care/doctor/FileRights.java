package dev.aftertalk.care.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** Who may read a file, where the file system knows of such things. */
final class FileRights {

    private FileRights() {}

    static boolean areKnown(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Whether each user of this machine can read it: the file lets them, and so does each folder on the way to it. */
    static boolean isOpenToAll(Path file) {
        if (!areKnown(file)) {
            return false;
        }
        try {
            Path real = file.toRealPath();
            if (!lets(real, PosixFilePermission.OTHERS_READ)) {
                return false;
            }
            for (Path folder = real.getParent(); folder != null; folder = folder.getParent()) {
                if (!lets(folder, PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false; // not even this user can tell
        }
    }

    private static boolean lets(Path file, PosixFilePermission right) throws IOException {
        return Files.getPosixFilePermissions(file).contains(right);
    }
}
