package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.history.Nodes;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Puts a version back into its file: what runs follows the file, as after any edit. */
public final class RouteRestore {

    private final RouteFolders folders;
    private final RouteCheck check;

    /**
     * @param folders where files may be written
     * @param check says what is wrong with files
     */
    public RouteRestore(RouteFolders folders, RouteCheck check) {
        this.folders = folders;
        this.check = check;
    }

    /**
     * Nothing where this server is the only one.
     *
     * @param reads the database that servers share
     * @param node this server
     * @param anyway what to write to have it done all the same
     * @throws NotRestorableException when others are alive: whether they read the same folder can't be told from here
     */
    public static void requireAlone(JdbcClient reads, String node, String anyway) {
        Set<String> others = new TreeSet<>(Nodes.alive(reads));
        others.remove(node);
        if (!others.isEmpty()) {
            throw new NotRestorableException("Other servers are alive ("
                    + String.join(", ", others)
                    + "), which may have folders of their own: this would change the folder here alone. Where they share it, or when you"
                    + " do the same on each, say so: "
                    + anyway
                    + ".");
        }
    }

    /**
     * What would be refused today: faults in the version, and those that it would bring into other files.
     *
     * @param file a version
     */
    public List<Finding> faults(RouteFile file) {
        RouteSet now = folders.read();
        List<Finding> before = check.check(now);
        return check.check(now.with(file).last(file.path()::equals)).stream()
                .filter(finding ->
                        finding.isFault() && (finding.file().equals(file.path()) || !before.contains(finding)))
                .toList();
    }

    /**
     * Writes the version beside its file.
     *
     * @param file a version
     * @param known the hashes of the texts that are kept: another one that stands in the file now is not lost
     * @throws NotRestorableException when that is not possible
     */
    public RouteReplacement prepare(RouteFile file, Set<String> known) {
        Path absolute = file.path().toAbsolutePath().normalize();
        if (folders.folders().stream()
                .noneMatch(folder -> absolute.startsWith(folder.toAbsolutePath().normalize()))) {
            throw new NotRestorableException(
                    file.path()
                            + " is in none of the folders that the settings name here; it was deployed by a server with other settings.");
        }
        return RouteReplacement.of(file, known);
    }
}
