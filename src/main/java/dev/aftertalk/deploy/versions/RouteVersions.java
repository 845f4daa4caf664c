package dev.aftertalk.deploy.versions;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.time.MachineClock;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * The versions of files that were deployed, in the ledger's database: a server's disk may go, and several servers share them. Which of them is
 * a file's last good one is each server's own, as they may have folders of their own; to one that is new it is the newest.
 */
@Component
public class RouteVersions {

    /** How many versions of a file are kept. */
    public static final int KEPT = 100;

    private static final String INSERT =
            """
            INSERT INTO route_version (path, kind, version, content, deployed_at, deployed_by, node)
            SELECT :path, :kind, :version, :content, :at, :by, :node
            WHERE :version <> COALESCE((SELECT v.version FROM route_version v WHERE v.path = :path ORDER BY v.number DESC LIMIT 1), '')""";

    private static final String FORGET =
            """
            DELETE FROM route_version WHERE path = :path
              AND number <= (SELECT v.number FROM route_version v WHERE v.path = :path ORDER BY v.number DESC LIMIT 1 OFFSET :kept)
              AND number NOT IN (SELECT g.number FROM route_last_good g WHERE g.path = :path)""";

    private static final String LAST_GOOD =
            """
            INSERT INTO route_last_good (node, path, number)
            SELECT :node, :path, max(v.number) FROM route_version v WHERE v.path = :path AND v.version = :version HAVING count(*) > 0
            ON CONFLICT (node, path) DO UPDATE SET number = excluded.number""";

    private static final String NODE =
            """
            INSERT INTO route_node (node, runs, checked, since, seen) VALUES (:node, :runs, :checked, :at, :at)
            ON CONFLICT (node) DO UPDATE SET
              since = CASE WHEN route_node.runs = excluded.runs THEN route_node.since ELSE excluded.since END,
              runs = excluded.runs, checked = excluded.checked, seen = excluded.seen""";

    private final JdbcClient reads;
    private final LedgerWrites writes;
    private final String node;

    /** Which version people have had put back by the API, until it is deployed. */
    private final Map<Path, Restored> restored = new ConcurrentHashMap<>();

    private record Restored(String version, String by) {}

    @Autowired
    RouteVersions(JdbcClient reads, Ledger ledger) {
        this(reads, ledger, ledger.node());
    }

    /** @param node who deploys */
    public RouteVersions(JdbcClient reads, LedgerWrites writes, String node) {
        this.reads = reads;
        this.writes = writes;
        this.node = node;
    }

    /**
     * What came of a deployment.
     *
     * @param file the version that runs now; without content when the file was deleted
     * @param by who owns the file, or had it put back; empty when that is not known
     * @param at when, in milliseconds since 1970
     */
    public record Deployed(RouteFile file, String by, long at) {

        /** One of now. */
        public Deployed(RouteFile file, String by) {
            this(file, by, MachineClock.now());
        }

        /** A file that is gone. */
        public static Deployed gone(RouteFile last, String by) {
            return new Deployed(new RouteFile(last.path(), last.kind(), null), by);
        }

        /** Whether the file was deleted. */
        public boolean isGone() {
            return file.bytes() == null;
        }
    }

    /** What a node runs, and since when, in milliseconds since 1970. */
    public record Node(String node, String runs, long since) {}

    /** The last good version of each file that was not deleted. */
    public Map<Path, RouteFile> lastGood() {
        return new RouteHistory(reads, node).lastGood();
    }

    /** Of those, the ones that this node has run itself. */
    public Set<Path> own() {
        return reads
                .sql("SELECT path FROM route_last_good WHERE node = ?")
                .param(node)
                .query(String.class)
                .list()
                .stream()
                .map(Path::of)
                .collect(Collectors.toSet());
    }

    static RouteFile file(ResultSet row) throws SQLException {
        return new RouteFile(Path.of(row.getString(1)), RouteFile.Kind.valueOf(row.getString(2)), row.getBytes(3));
    }

    /** The hash of what this node has checked last and found without a fault; empty when there is none. */
    public Optional<String> checked() {
        return reads.sql("SELECT checked FROM route_node WHERE node = ? AND checked <> ''")
                .param(node)
                .query(String.class)
                .optional();
    }

    /** What each node runs. */
    public List<Node> nodes() {
        return reads.sql("SELECT node, runs, since FROM route_node ORDER BY node")
                .query((row, n) -> new Node(row.getString(1), row.getString(2), row.getLong(3)))
                .list();
    }

    /**
     * Keeps what runs now, as this node's last good versions. A version that is the newest of its file already is not kept twice. Waits for the
     * database, see {@link VersionKeeper}.
     *
     * @param deployed files that are new, changed or gone
     * @param runs a hash over all that runs
     * @param checked a hash over all that was checked; empty when there was a fault
     */
    public void keep(Collection<Deployed> deployed, String runs, String checked) {
        long now = MachineClock.now();
        writes.write(ledger -> {
            deployed.forEach(each -> keep(ledger, each));
            return ledger.sql(NODE)
                    .param("node", node)
                    .param("runs", runs)
                    .param("checked", checked)
                    .param("at", now)
                    .update();
        });
    }

    /** Who is to be named, in place of the file's owner, once this version is deployed: the server wrote the file for somebody. */
    void restoredBy(RouteFile file, String who) {
        restored.put(file.path(), new Restored(file.version(), who));
    }

    /** Who is to be named for a version that is deployed now; known once. @param owner of the file */
    public String by(RouteFile file, String owner) {
        Restored known = restored.remove(file.path());
        return known != null && known.version().equals(file.version()) ? known.by() : owner;
    }

    private void keep(JdbcClient ledger, Deployed deployed) {
        RouteFile file = deployed.file();
        String version = deployed.isGone() ? "" : file.version();
        String path = file.path().toString();
        ledger.sql(INSERT)
                .param("path", path)
                .param("kind", file.kind().name())
                .param("version", version)
                .param("content", file.bytes(), java.sql.Types.BINARY)
                .param("at", deployed.at())
                .param("by", deployed.by())
                .param("node", node)
                .update();
        ledger.sql(LAST_GOOD)
                .param("node", node)
                .param("path", path)
                .param("version", version)
                .update();
        ledger.sql(FORGET).param("path", path).param("kept", KEPT).update();
    }
}
