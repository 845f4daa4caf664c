package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.history.Nodes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which files of {@code routes/} run, which are refused and why, and whether all servers run the same. */
@Component
public class RouteReports {

    private final Deployer deployer;
    private final LiveSettings settings;
    private final RouteVersions versions;
    private final JdbcClient reads;
    private final Ledger ledger;

    RouteReports(Deployer deployer, LiveSettings settings, RouteVersions versions, JdbcClient reads, Ledger ledger) {
        this.deployer = deployer;
        this.settings = settings;
        this.versions = versions;
        this.reads = reads;
        this.ledger = ledger;
    }

    /**
     * What runs.
     *
     * @param version a hash over all files that run here
     * @param differs whether another server runs others
     * @param settings what came of those that were saved since the start
     */
    public record Report(
            String version, boolean differs, List<Node> nodes, List<ReportedFile> files, Settings settings) {}

    /**
     * Saved settings.
     *
     * @param findings why they are refused; then those before go on
     * @param atRestart names of those that take effect at the next restart
     */
    public record Settings(List<Fault> findings, Set<String> atRestart) {}

    /** What one server runs, and since when. */
    public record Node(String node, boolean isThis, String version, Instant since) {}

    /**
     * A file.
     *
     * @param version SHA-256 of the version that runs; null when none does
     * @param state running, waiting (for runs under way), refused (another version runs) or left out
     * @param findings why it is refused
     */
    public record ReportedFile(String path, String kind, String version, String state, List<Fault> findings) {}

    /** @param line from 1; 0 when it is about the file as a whole */
    public record Fault(String file, int line, int column, String problem) {}

    /** @throws org.springframework.dao.DataAccessException when what other servers run can't be read */
    public Report now() {
        RoutesState state = deployer.state();
        String version = state.runs().version();
        Set<String> alive = Nodes.alive(reads);
        List<Node> nodes = versions.nodes().stream()
                .filter(node -> alive.contains(node.node()) || node.node().equals(ledger.node()))
                .map(node -> shown(node, version))
                .toList();
        boolean differs = nodes.stream()
                .anyMatch(node -> !node.isThis() && !node.version().equals(version));
        SettingsState saved = settings.state();
        return new Report(
                version,
                differs,
                nodes,
                files(state),
                new Settings(
                        saved.refused().stream().map(RouteReports::shown).toList(), new TreeSet<>(saved.atRestart())));
    }

    /** @param version what runs here: the database may not have it yet */
    private Node shown(RouteVersions.Node node, String version) {
        boolean isThis = node.node().equals(ledger.node());
        return new Node(node.node(), isThis, isThis ? version : node.runs(), Instant.ofEpochMilli(node.since()));
    }

    private static List<ReportedFile> files(RoutesState state) {
        Set<Path> paths = new TreeSet<>(state.refused().keySet());
        state.runs().files().forEach(file -> paths.add(file.path()));
        List<ReportedFile> files = new ArrayList<>();
        for (Path path : paths) {
            RouteFile file = state.leftOut().containsKey(path)
                    ? null
                    : state.runs().file(path).orElse(null);
            RouteFile any = file == null ? state.leftOut().get(path) : file;
            files.add(new ReportedFile(
                    path.toString(),
                    (any == null ? RouteFile.Kind.FOLDER : any.kind()).name().toLowerCase(java.util.Locale.ROOT),
                    file == null ? null : file.version(),
                    state.of(path),
                    state.refused().getOrDefault(path, List.of()).stream()
                            .map(RouteReports::shown)
                            .toList()));
        }
        return files;
    }

    private static Fault shown(Finding finding) {
        return new Fault(finding.file().toString(), finding.line(), finding.column(), finding.problem());
    }
}
