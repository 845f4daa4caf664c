package dev.aftertalk.ledger.start;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who this node is: a name drawn once and kept in the data folder, so that after a crash a node knows its own runs and takes them back at
 * once. The folder is locked while the node lives.
 */
public final class NodeIdentity implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeIdentity.class);

    private static final int LONGEST = 200;

    private final String id;
    private final String place;
    private final FileChannel file;

    private NodeIdentity(String id, Path kept, FileChannel file) throws IOException {
        this.id = id;
        this.place = place(kept);
        this.file = file;
    }

    /**
     * Takes the identity of the data folder, made where it is missing.
     *
     * @param exclusive true when two nodes must not share the folder, because the database is in it; otherwise the second one gets a
     *     passing identity, and its runs are taken over by others after a crash
     * @throws DataFolderInUseException when the folder is another node's and exclusive
     */
    public static NodeIdentity of(Path folder, boolean exclusive) throws IOException {
        OwnerOnly.makeFolder(folder);
        OwnerOnly.makeFile(folder.resolve("node"));
        FileChannel file = FileChannel.open(folder.resolve("node"), StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(file)) {
            file.close();
            if (exclusive) {
                throw new DataFolderInUseException(folder);
            }
            String passing = UUID.randomUUID().toString();
            LOG.info(
                    "The folder {} belongs to another node; this one is {} until it stops",
                    folder.toAbsolutePath(),
                    passing);
            return new NodeIdentity(passing, folder.resolve("node"), null);
        }
        return new NodeIdentity(readOrDraw(file), folder.resolve("node"), file);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // another node in this same process
        }
    }

    /** Reads through the locked channel: closing any other one on the same file would give the lock up (POSIX). */
    private static String readOrDraw(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(LONGEST);
        file.read(content, 0);
        String known = StandardCharsets.UTF_8.decode(content.flip()).toString().strip();
        if (!known.isEmpty()) {
            return known;
        }
        String drawn = UUID.randomUUID().toString();
        file.write(StandardCharsets.UTF_8.encode(drawn + "\n"), 0);
        file.force(true);
        return drawn;
    }

    /**
     * Host, path, what the file system knows the file by, and on Linux the machine's start: a copy is somewhere else, also one of the whole
     * disk under the same name of a host.
     */
    private static String place(Path file) throws IOException {
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return host + ":" + file.toAbsolutePath() + (key == null ? "" : " " + key) + started();
    }

    private static String started() {
        try {
            return " started "
                    + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                            .strip();
        } catch (IOException e) {
            return ""; // no Linux
        }
    }

    /** Where the identity is kept. */
    public String place() {
        return place;
    }

    /** A UUID. */
    public String id() {
        return id;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
