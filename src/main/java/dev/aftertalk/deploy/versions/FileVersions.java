package dev.aftertalk.deploy.versions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Audit;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.Ledger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What people and programs ask about the versions of the files of {@code routes/}, and putting one back into its file. A file is named by its
 * path or the end of it, a version by its number or the beginning of its hash. All may throw what a ledger throws that can't be read,
 * NoSuchElementException for what there is not, and IllegalArgumentException for what names several; both in words for whoever asked.
 */
@Component
public class FileVersions {

    private final RouteHistory history;
    private final RouteVersions versions;
    private final RouteFolders folders;
    private final RouteRestore restore;
    private final JdbcClient reads;
    private final Ledger ledger;
    private final Audit audit;

    FileVersions(
            RouteVersions versions,
            JdbcClient reads,
            Ledger ledger,
            Environment settings,
            RouteCheck check,
            Audit audit) {
        this.history = new RouteHistory(reads, ledger.node());
        this.versions = versions;
        this.folders = new RouteFolders(settings);
        this.restore = new RouteRestore(folders, check);
        this.reads = reads;
        this.ledger = ledger;
        this.audit = audit;
    }

    /**
     * A version.
     *
     * @param version SHA-256 of its text; absent when the file was deleted
     * @param by who owned the file then, or who had it put back by the API; absent when that is not known
     * @param lastGood whether it is what runs here, or last did
     * @param onDisk whether it is what the file holds on this server
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ShownVersion(
            String path,
            long number,
            String version,
            boolean deleted,
            Instant at,
            String by,
            String node,
            boolean lastGood,
            boolean onDisk) {}

    /** A version with its text. */
    public record ShownText(String path, long number, String version, String text) {}

    /**
     * What is another from one version to the next.
     *
     * @param to absent when it is the file on this server's disk
     * @param diff unified; empty when there is no difference
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ShownDiff(String path, long from, Long to, String diff) {}

    /**
     * What came of it.
     *
     * @param changed false when the file held that version already
     * @param replaced where the text is that stood there, and was no version; absent when there is no such
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Restored(String path, long number, String version, boolean changed, String replaced) {}

    /**
     * The last versions of a file, newest first.
     *
     * @param path null for those of all files
     */
    public List<ShownVersion> last(String path, int last) {
        RouteSet disk = folders.read();
        List<RouteVersion> all = path == null ? history.last(last) : history.last(find(path, disk), last);
        Set<Long> lastGood = history.lastGoodNumbers();
        return all.stream()
                .map(each -> shown(each, lastGood.contains(each.number()), disk))
                .toList();
    }

    private ShownVersion shown(RouteVersion version, boolean isLastGood, RouteSet disk) {
        String now = disk.file(version.path()).map(RouteFile::version).orElse("");
        return new ShownVersion(
                version.path().toString(),
                version.number(),
                version.isDeletion() ? null : version.version(),
                version.isDeletion(),
                version.at(),
                version.by().isEmpty() ? null : version.by(),
                version.node(),
                isLastGood,
                !version.isDeletion() && version.version().equals(now));
    }

    /**
     * What a file holds on this server.
     *
     * @param number of the version that is; null when it was never deployed
     */
    public record OnDisk(String path, Long number, String version, String text) {}

    /**
     * What a file holds on this server now; empty when it is not there.
     *
     * @throws UnreadableFileException when that can't be read
     */
    public Optional<OnDisk> onDisk(String path) {
        RouteSet disk = folders.read();
        Path file = find(path, disk);
        byte[] bytes = RouteDiff.disk(file, disk).bytes();
        return bytes == null ? Optional.empty() : disk.file(file).map(this::shown);
    }

    private OnDisk shown(RouteFile file) {
        Long number = history.last(file.path(), RouteVersions.KEPT).stream()
                .filter(version -> version.version().equals(file.version()))
                .map(RouteVersion::number)
                .findFirst()
                .orElse(null);
        return new OnDisk(
                file.path().toString(), number, file.version(), new String(file.bytes(), StandardCharsets.UTF_8));
    }

    /** @param version null for the one that runs, or last did */
    public ShownText text(String path, String version) {
        RouteVersion found = find(find(path, folders.read()), version);
        String text = new String(history.file(found).bytes(), StandardCharsets.UTF_8);
        return new ShownText(found.path().toString(), found.number(), found.version(), text);
    }

    /**
     * @param from null for the version that runs, or last did
     * @param to null for what the file holds on this server
     * @throws UnreadableFileException when that can't be read
     */
    public ShownDiff diff(String path, String from, String to) {
        RouteSet disk = folders.read();
        Path file = find(path, disk);
        RouteVersion first = find(file, from);
        Optional<RouteVersion> second = Optional.ofNullable(to).map(name -> history.find(file, name));
        return new ShownDiff(
                file.toString(),
                first.number(),
                second.map(RouteVersion::number).orElse(null),
                RouteDiff.of(
                        history.side(first), second.map(history::side).orElseGet(() -> RouteDiff.disk(file, disk))));
    }

    /**
     * What would be another if the file held a version again, unified; empty when nothing would.
     *
     * @throws UnreadableFileException when what the file holds can't be read
     */
    public String ifRestored(String path, String version) {
        RouteSet disk = folders.read();
        Path file = find(path, disk);
        return RouteDiff.of(RouteDiff.disk(file, disk), history.side(history.find(file, version)));
    }

    /**
     * That a file is to hold a version again.
     *
     * @param force write it though it would be refused today
     * @param thisFolder write it though other servers are alive, which may have folders of their own
     * @param anyway how to say that, for a message
     */
    public record Order(String path, String version, boolean force, boolean thisFolder, String anyway, String who) {}

    /**
     * Has the file hold a version again; it runs as after any other edit.
     *
     * @throws RefusedVersionException when it would not run
     * @throws NotRestorableException when it can't be written
     * @throws UnreadableFileException when what the file holds can't be read
     */
    public Restored restore(Order order) {
        RouteSet disk = folders.read();
        RouteVersion version = history.find(find(order.path(), disk), order.version());
        RouteFile file = history.file(version);
        if (disk.file(file.path()).filter(file::equals).isPresent()) {
            return restored(version, false, null);
        }
        if (!order.thisFolder()) {
            RouteRestore.requireAlone(reads, ledger.node(), order.anyway());
        }
        List<Finding> faults = order.force() ? List.of() : restore.faults(file);
        if (!faults.isEmpty()) {
            throw new RefusedVersionException(version, faults);
        }
        return write(version, file, order.who());
    }

    private Restored write(RouteVersion version, RouteFile file, String who) {
        try (RouteReplacement replacement = restore.prepare(file, history.hashes(file.path()))) {
            audit.record(
                    who,
                    "route.restored",
                    version.path().toString(),
                    version.number() + " (" + version.shortVersion() + ")");
            if (history.lastGood(file.path())
                    .filter(last -> last.version().equals(version.version()))
                    .isEmpty()) {
                versions.restoredBy(file, who);
            }
            return restored(version, true, replacement.moveThere().orElse(null));
        }
    }

    private static Restored restored(RouteVersion version, boolean changed, Path replaced) {
        return new Restored(
                version.path().toString(),
                version.number(),
                version.version(),
                changed,
                replaced == null ? null : replaced.toString());
    }

    private Path find(String name, RouteSet disk) {
        Set<Path> known = new TreeSet<>(history.paths());
        disk.files().forEach(file -> known.add(file.path()));
        return RouteNames.find(name, known);
    }

    private RouteVersion find(Path file, String name) {
        return name != null ? history.find(file, name) : history.requireLastGood(file);
    }
}
