package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.text.FileFault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version that lies beside its file, to be moved there in one step: whoever reads the file finds the one text or the other. Where the file is a
 * link, what it leads to is replaced, and the link stays.
 */
public final class RouteReplacement implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReplacement.class);

    /** Folders that Kubernetes makes and replaces as a whole: what is written there is gone with the next change. */
    private static final Pattern MOUNTED = Pattern.compile("\\.\\.(?:data|\\d{4}_.*)");

    private static final Set<PosixFilePermission> NOT_FOR_FILES = EnumSet.of(
            PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);

    private final Path target;
    private final Path fresh;
    private final RouteFile file;
    private final Set<String> known;

    private RouteReplacement(Path target, Path fresh, RouteFile file, Set<String> known) {
        this.target = target;
        this.fresh = fresh;
        this.file = file;
        this.known = known;
    }

    static RouteReplacement of(RouteFile file, Set<String> known) {
        Path fresh = null;
        try {
            Path target = target(file.path());
            refuseMounted(file.path(), target);
            if (Files.exists(target) && !Files.isWritable(target)) {
                throw new NotRestorableException(file.path()
                        + " can't be written: it, or the volume it lies on, is read-only for who runs this.");
            }
            // Of a hidden name, so that nobody takes it for a file of routes/.
            fresh = Files.createTempFile(target.getParent(), ".", ".restored");
            write(fresh, file.bytes());
            giveRights(target, fresh);
            return new RouteReplacement(target, fresh, file, known);
        } catch (IOException e) {
            delete(fresh);
            throw new NotRestorableException(file.path() + " can't be written: " + FileFault.reason(e) + ".", e);
        } catch (NotRestorableException e) {
            delete(fresh);
            throw e;
        }
    }

    private static Path target(Path path) throws IOException {
        if (Files.exists(path)) {
            return path.toRealPath();
        }
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (!Files.isDirectory(folder)) { // a link to one is good, too
            Files.createDirectories(folder);
        }
        return folder.toRealPath().resolve(path.getFileName());
    }

    private static void refuseMounted(Path path, Path target) {
        for (Path part : target) {
            if (MOUNTED.matcher(part.toString()).matches()) {
                throw new NotRestorableException(path
                        + " comes out of a volume that Kubernetes writes, such as a ConfigMap: it would not stay.");
            }
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (ByteBuffer left = ByteBuffer.wrap(bytes); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    /** Those of the file that was there, as far as who runs this may give them; otherwise those of its folder. */
    private static void giveRights(Path target, Path fresh) throws IOException {
        PosixFileAttributeView rights = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
        if (rights == null) {
            return;
        }
        boolean isThere = Files.exists(target);
        PosixFileAttributes like =
                Files.readAttributes(isThere ? target : target.getParent(), PosixFileAttributes.class);
        PosixFileAttributes is = rights.readAttributes();
        try {
            if (!is.group().equals(like.group())) {
                rights.setGroup(like.group());
            }
            if (isThere && !is.owner().equals(like.owner())) {
                rights.setOwner(like.owner());
            }
        } catch (FileSystemException e) {
            LOG.debug("{} stays with who runs this", target, e);
        }
        Set<PosixFilePermission> permissions = EnumSet.copyOf(like.permissions());
        if (!isThere) {
            permissions.removeAll(NOT_FOR_FILES);
        }
        rights.setPermissions(permissions);
    }

    private boolean isKept() {
        try {
            return !Files.exists(target)
                    || known.contains(new RouteFile(file.path(), file.kind(), Files.readAllBytes(target)).version());
        } catch (IOException e) {
            throw new NotRestorableException(
                    file.path() + " holds a text that can't be read, and would be lost (" + FileFault.reason(e)
                            + "): put it aside, or delete it, and ask again.",
                    e);
        }
    }

    /**
     * Moves it there.
     *
     * @return where the text that stood there is now; empty when that is a version, or nothing stood there
     * @throws NotRestorableException when it can't be moved
     */
    public Optional<Path> moveThere() {
        try {
            Path aside = isKept() ? null : aside();
            if (aside != null) {
                Files.copy(target, aside, StandardCopyOption.COPY_ATTRIBUTES);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
            return Optional.ofNullable(aside);
        } catch (IOException e) {
            throw new NotRestorableException(target + " can't be replaced: " + FileFault.reason(e) + ".", e);
        }
    }

    /** What was put aside before stays there, too: it is nowhere else. */
    private Path aside() {
        String name = "." + target.getFileName() + ".replaced";
        Path aside = target.resolveSibling(name);
        for (int n = 2; Files.exists(aside, LinkOption.NOFOLLOW_LINKS); n++) {
            aside = target.resolveSibling(name + "-" + n);
        }
        return aside;
    }

    @Override
    public void close() {
        delete(fresh);
    }

    private static void delete(Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} can't be deleted", file, e);
        }
    }
}
