package dev.aftertalk.deploy.versions;

import dev.aftertalk.access.Audit;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.text.FileFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Other texts that people and programs propose for the files of {@code routes/}, and writing one into its file. A file is named by its path or the
 * end of it. All may throw what a ledger throws that can't be read, NoSuchElementException for what there is not, and
 * IllegalArgumentException for what names several; both in words for whoever asked.
 */
@Component
public class FileEdits {

    private static final int SHORT = 12;

    /** How the name begins that stands for a token. */
    private static final String PROGRAM = "token ";

    private final RouteHistory history;
    private final RouteVersions versions;
    private final RouteFolders folders;
    private final RouteCheck check;
    private final RouteRestore restore;
    private final JdbcClient reads;
    private final Ledger ledger;
    private final Audit audit;

    FileEdits(
            RouteVersions versions,
            JdbcClient reads,
            Ledger ledger,
            Environment settings,
            RouteCheck check,
            Audit audit) {
        this.history = new RouteHistory(reads, ledger.node());
        this.versions = versions;
        this.folders = new RouteFolders(settings);
        this.check = check;
        this.restore = new RouteRestore(folders, check);
        this.reads = reads;
        this.ledger = ledger;
        this.audit = audit;
    }

    /**
     * That a file is to hold a text.
     *
     * @param thisFolder write it though other servers are alive, which may have folders of their own
     * @param anyway how to say that, for a message
     */
    public record Order(RouteFile file, boolean thisFolder, String anyway, String who) {}

    /**
     * What came of it.
     *
     * @param changed false when it held that already
     * @param created whether it was not there before
     * @param before the number of the version that the file held, by which it can be taken back; null when that was no version
     * @param version SHA-256 of the text that it holds now
     * @param replaced where the text is that stood there, and was no version; null when there is no such
     */
    public record Written(
            String path, boolean changed, boolean created, Long before, String version, String replaced) {}

    /**
     * The text as a version of a file.
     *
     * @param name of a file that is there, or of one that is not yet, as in {@code workflows/NAME.camel.yaml}
     */
    public RouteFile proposed(String name, String text) {
        RouteSet disk = folders.read();
        Set<Path> known = new TreeSet<>();
        disk.files().forEach(file -> known.add(file.path()));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Path path = RouteNames.find(name, known);
            return new RouteFile(path, disk.file(path).orElseThrow().kind(), bytes);
        } catch (NoSuchElementException e) {
            return NewFiles.of(folders, name, bytes).orElseThrow(() -> e);
        }
    }

    /**
     * What is wrong or doubtful about a proposed text, and what it would bring into other files.
     *
     * @param by looks at the files
     */
    public List<Finding> findings(RouteFile file, RouteCheck by) {
        RouteSet now = folders.read();
        List<Finding> before = by.check(now);
        return by.check(now.with(file).last(file.path()::equals)).stream()
                .filter(finding -> finding.file().equals(file.path()) || !before.contains(finding))
                .toList();
    }

    /**
     * What would be another in the file, unified; empty when nothing would.
     *
     * @throws UnreadableFileException when what the file holds can't be read
     */
    public String diff(RouteFile file) {
        return RouteDiff.of(
                RouteDiff.disk(file.path(), folders.read()),
                new RouteDiff.Side(file.path() + " (proposed)", file.bytes()));
    }

    /**
     * Finds out whether {@link #write} could write the file here, without doing it.
     *
     * @throws NotRestorableException when it can't be written, saying why
     */
    public void requireWritable(Order order) {
        requireHere(order.thisFolder(), order.anyway());
        Path path = order.file().path();
        if (Files.isDirectory(path.toAbsolutePath().getParent())) { // which would be made otherwise
            restore.prepare(order.file(), history.hashes(path)).close();
        }
    }

    private void requireHere(boolean thisFolder, String anyway) {
        if (!thisFolder) {
            RouteRestore.requireAlone(reads, ledger.node(), anyway);
        }
    }

    /**
     * Has the file hold the text; it runs as after any other edit. What the file held before can be put back, and one that was not there be removed.
     *
     * @throws IllegalArgumentException when it would be refused, with the faults
     * @throws NotRestorableException when it can't be written
     */
    public Written write(Order order) {
        RouteFile file = order.file();
        Optional<RouteFile> now = folders.read().file(file.path());
        Long before = now.flatMap(this::number).orElse(null);
        if (now.filter(file::equals).isPresent()) {
            return new Written(file.path().toString(), false, false, before, file.version(), null);
        }
        requireHere(order.thisFolder(), order.anyway());
        requireNone(restore.faults(file));
        try (RouteReplacement replacement = restore.prepare(file, history.hashes(file.path()))) {
            audit.record(
                    order.who(),
                    "route.written",
                    file.path().toString(),
                    file.version().substring(0, SHORT));
            if (history.lastGood(file.path())
                    .filter(last -> last.version().equals(file.version()))
                    .isEmpty()) {
                versions.restoredBy(file, order.who());
            }
            String replaced = replacement.moveThere().map(Path::toString).orElse(null);
            return new Written(file.path().toString(), true, now.isEmpty(), before, file.version(), replaced);
        }
    }

    /** The number of the version that a file holds; empty when that is none. */
    private Optional<Long> number(RouteFile file) {
        return history.last(file.path(), RouteVersions.KEPT).stream()
                .filter(version -> version.version().equals(file.version()))
                .map(RouteVersion::number)
                .findFirst();
    }

    private static void requireNone(List<Finding> faults) {
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("It would be refused, so nothing was changed: " + faults);
        }
    }

    /**
     * Takes a file away that was not there before a program wrote it.
     *
     * @param dry only find out whether it could be taken away
     * @return its path
     * @throws IllegalArgumentException for any other file, and when others would be refused without it
     * @throws NotRestorableException when it can't be taken away
     */
    public String remove(String name, boolean thisFolder, String anyway, boolean dry, String who) {
        RouteSet disk = folders.read();
        Path path =
                RouteNames.find(name, disk.files().stream().map(RouteFile::path).toList());
        List<RouteVersion> all = history.last(path, RouteVersions.KEPT);
        boolean isOurs = disk.file(path).flatMap(this::number).isPresent()
                && all.stream().takeWhile(version -> !version.isDeletion()).allMatch(version -> version.by()
                        .startsWith(PROGRAM));
        if (!isOurs) {
            throw new IllegalArgumentException(
                    path
                            + " was not put there by a program alone, or holds what is no version: put a version back, or have a person take it away.");
        }
        requireHere(thisFolder, anyway);
        List<Finding> before = check.check(disk);
        requireNone(check.check(disk.without(path)).stream()
                .filter(finding -> finding.isFault() && !before.contains(finding))
                .toList());
        if (!dry) {
            audit.record(who, "route.removed", path.toString(), "");
            delete(path);
        }
        return path.toString();
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new NotRestorableException(path + " can't be taken away: " + FileFault.words(e) + ".", e);
        }
    }
}
