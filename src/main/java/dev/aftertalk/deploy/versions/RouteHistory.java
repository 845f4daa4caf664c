package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.RouteFile;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads which versions were deployed. It changes nothing, so that it may be read beside a running server. */
public final class RouteHistory {

    private static final String VERSION =
            "SELECT number, path, version, deployed_at, deployed_by, node FROM route_version ";

    /** How many versions a message names. */
    private static final int NAMED = 5;

    /** Of a hash at least so many digits, so that two are hardly ever alike. */
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{6,64}");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /** The node's own, or where it has none the newest of any. */
    private static final String LAST_GOOD =
            """
            FROM (SELECT path, max(number) AS number FROM route_version GROUP BY path) newest
            LEFT JOIN route_last_good own ON own.node = ? AND own.path = newest.path
            JOIN route_version v ON v.number = COALESCE(own.number, newest.number)
            WHERE v.content IS NOT NULL""";

    private final JdbcClient reads;
    private final String node;

    /**
     * @param reads the ledger's database
     * @param node whose last good versions are meant; of one that is not known they are the newest
     */
    public RouteHistory(JdbcClient reads, String node) {
        this.reads = reads;
        this.node = node;
    }

    /** All files of which versions are kept. */
    public Set<Path> paths() {
        return reads.sql("SELECT DISTINCT path FROM route_version").query(String.class).list().stream()
                .map(Path::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The last versions of all files, newest first. */
    public List<RouteVersion> last(int limit) {
        return reads.sql(VERSION + "ORDER BY number DESC LIMIT ?")
                .param(limit)
                .query(RouteHistory::version)
                .list();
    }

    /** The last versions of a file, newest first. */
    public List<RouteVersion> last(Path path, int limit) {
        return reads.sql(VERSION + "WHERE path = ? ORDER BY number DESC LIMIT ?")
                .params(path.toString(), limit)
                .query(RouteHistory::version)
                .list();
    }

    /** The last good version of each file that was not deleted, with its text. */
    Map<Path, RouteFile> lastGood() {
        Map<Path, RouteFile> files = new TreeMap<>();
        reads.sql("SELECT v.path, v.kind, v.content " + LAST_GOOD)
                .param(node)
                .query((row, n) -> RouteVersions.file(row))
                .list()
                .forEach(file -> files.put(file.path(), file));
        return files;
    }

    /** The numbers of those versions. */
    public Set<Long> lastGoodNumbers() {
        return Set.copyOf(reads.sql("SELECT v.number " + LAST_GOOD)
                .param(node)
                .query(Long.class)
                .list());
    }

    /** The version of a file that ran last; empty when there is none, or the file was deleted. */
    public Optional<RouteVersion> lastGood(Path path) {
        return reads.sql("SELECT v.number, v.path, v.version, v.deployed_at, v.deployed_by, v.node " + LAST_GOOD
                        + " AND v.path = ?")
                .params(node, path.toString())
                .query(RouteHistory::version)
                .optional();
    }

    /**
     * The version of a file that ran last.
     *
     * @throws NoSuchElementException when there is none, in words for who asked
     */
    public RouteVersion requireLastGood(Path path) {
        return lastGood(path)
                .orElseThrow(() -> new NoSuchElementException(
                        last(path, 1).isEmpty()
                                ? "No version of " + path + " was deployed yet."
                                : path + " was deleted; name a version."));
    }

    /** The hashes of all texts that a file had. */
    public Set<String> hashes(Path path) {
        return last(path, Integer.MAX_VALUE).stream().map(RouteVersion::version).collect(Collectors.toSet());
    }

    /** A version for a comparison. */
    public RouteDiff.Side side(RouteVersion version) {
        return new RouteDiff.Side(
                version.path() + " (version " + version.number() + ")",
                version.isDeletion() ? null : file(version).bytes());
    }

    private static RouteVersion version(ResultSet row, int number) throws SQLException {
        return new RouteVersion(
                row.getLong(1),
                Path.of(row.getString(2)),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getString(5),
                row.getString(6));
    }

    /**
     * The version of a file that somebody names.
     *
     * @param name its number, or the first digits of its hash, at least six; of several with the same text the newest
     * @throws NoSuchElementException when the file has no such version, in words for who asked
     * @throws IllegalArgumentException when it may be one or another
     */
    public RouteVersion find(Path path, String name) {
        List<RouteVersion> all = last(path, Integer.MAX_VALUE);
        if (NUMBER.matcher(name).matches()) {
            long number = Long.parseLong(name);
            Optional<RouteVersion> one =
                    all.stream().filter(each -> each.number() == number).findFirst();
            if (one.isPresent()) {
                return one.get();
            }
        }
        String hash = name.toLowerCase(Locale.ROOT);
        List<RouteVersion> found = HASH.matcher(hash).matches()
                ? all.stream().filter(each -> each.version().startsWith(hash)).toList()
                : List.of();
        if (found.isEmpty()) {
            throw new NoSuchElementException(path + " has no version " + name + "; " + known(all) + ".");
        }
        if (found.stream().map(RouteVersion::version).distinct().count() > 1) {
            throw new IllegalArgumentException(name + " may be one or another version of " + path + ": "
                    + found.stream().map(RouteHistory::named).distinct().collect(Collectors.joining(", ")) + ".");
        }
        return found.get(0);
    }

    private static String known(List<RouteVersion> all) {
        if (all.isEmpty()) {
            return "none was ever deployed";
        }
        return "there " + (all.size() == 1 ? "is " : "are ")
                + all.stream().limit(NAMED).map(RouteHistory::named).collect(Collectors.joining(", "))
                + (all.size() > NAMED ? " and " + (all.size() - NAMED) + " older ones" : "")
                + ", by number or the first digits of the hash";
    }

    private static String named(RouteVersion version) {
        return version.number() + " (" + (version.isDeletion() ? "deleted" : version.shortVersion()) + ")";
    }

    /**
     * A version with its text.
     *
     * @throws NoSuchElementException when the file was deleted then, or the version is not kept any more
     */
    public RouteFile file(RouteVersion version) {
        if (version.isDeletion()) {
            throw new NoSuchElementException("Version " + version.number() + " of " + version.path()
                    + " has no text: the file was deleted then.");
        }
        return reads.sql("SELECT path, kind, content FROM route_version WHERE number = ?")
                .param(version.number())
                .query((row, n) -> RouteVersions.file(row))
                .optional()
                .orElseThrow(() -> new NoSuchElementException(
                        "Version " + version.number() + " of " + version.path() + " is not kept any more."));
    }
}
