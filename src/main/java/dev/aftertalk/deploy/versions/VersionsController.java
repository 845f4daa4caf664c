package dev.aftertalk.deploy.versions;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.aftertalk.access.Audit;
import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteFolders;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.check.Finding;
import dev.aftertalk.deploy.check.RouteCheck;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.web.ApiAnswers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Principal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the versions of the files of {@code routes/}, and puts one back into its file. */
@RestController
class VersionsController {

    private static final ApiAnswers ANSWERS = new ApiAnswers("The versions can't be read or kept");
    private static final Set<String> ASKED = Set.of("path", "version", "force", "thisFolder");
    private static final int MOST = 1000;

    private final RouteHistory history;
    private final RouteVersions versions;
    private final RouteFolders folders;
    private final RouteRestore restore;
    private final JdbcClient reads;
    private final Ledger ledger;
    private final Audit audit;

    VersionsController(
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

    /** What a list is in. */
    record Shown(List<ShownVersion> versions) {}

    /**
     * A version.
     *
     * @param version SHA-256 of its text; absent when the file was deleted
     * @param by who owned the file then, or who had it put back by the API; absent when that is not known
     * @param lastGood whether it is what runs here, or last did
     * @param onDisk whether it is what the file holds on this server
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShownVersion(
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
    record ShownText(String path, long number, String version, String text) {}

    /**
     * What is another from one version to the next.
     *
     * @param to absent when it is the file on this server's disk
     * @param diff unified; empty when there is no difference
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ShownDiff(String path, long from, Long to, String diff) {}

    /**
     * What came of it.
     *
     * @param changed false when the file held that version already
     * @param replaced where the text is that stood there, and was no version; absent when there is no such
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Restored(String path, long number, String version, boolean changed, String replaced) {}

    @GetMapping("/api/routes/history")
    ResponseEntity<Shown> history(
            @RequestParam(required = false) String path, @RequestParam(defaultValue = "20") int last) {
        return answer(() -> {
            if (last < 1 || last > MOST) {
                throw new IllegalArgumentException("last is 1 to " + MOST + ".");
            }
            RouteSet disk = folders.read();
            List<RouteVersion> all = path == null ? history.last(last) : history.last(find(path, disk), last);
            Set<Long> lastGood = history.lastGoodNumbers();
            return new Shown(all.stream()
                    .map(each -> shown(each, lastGood.contains(each.number()), disk))
                    .toList());
        });
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

    @GetMapping("/api/routes/text")
    ResponseEntity<ShownText> text(@RequestParam String path, @RequestParam(required = false) String version) {
        return answer(() -> {
            RouteVersion found = find(find(path, folders.read()), version);
            String text = new String(history.file(found).bytes(), StandardCharsets.UTF_8);
            return new ShownText(found.path().toString(), found.number(), found.version(), text);
        });
    }

    @GetMapping("/api/routes/diff")
    ResponseEntity<ShownDiff> diff(
            @RequestParam String path,
            @RequestParam(required = false) String from,
            @RequestParam(required = false) String to) {
        return answer(() -> {
            RouteSet disk = folders.read();
            Path file = find(path, disk);
            RouteVersion first = find(file, from);
            Optional<RouteVersion> second = Optional.ofNullable(to).map(name -> history.find(file, name));
            return new ShownDiff(
                    file.toString(),
                    first.number(),
                    second.map(RouteVersion::number).orElse(null),
                    RouteDiff.of(
                            history.side(first),
                            second.map(history::side).orElseGet(() -> RouteDiff.disk(file, disk))));
        });
    }

    /** Has the file hold a version again; it runs as after any other edit. */
    @PostMapping("/api/routes/restore")
    ResponseEntity<Restored> restore(@RequestBody Map<String, Object> body, Principal who) {
        return answer(() -> {
            require(body);
            RouteSet disk = folders.read();
            RouteVersion version =
                    history.find(find((String) body.get("path"), disk), String.valueOf(body.get("version")));
            RouteFile file = history.file(version);
            if (disk.file(file.path()).filter(file::equals).isPresent()) {
                return restored(version, false, null);
            }
            if (!Boolean.TRUE.equals(body.get("thisFolder"))) {
                RouteRestore.requireAlone(reads, ledger.node(), "\"thisFolder\": true");
            }
            if (!Boolean.TRUE.equals(body.get("force"))) {
                requireGood(version, restore.faults(file));
            }
            return write(version, file, who.getName());
        });
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

    private static void require(Map<String, Object> body) {
        boolean isVersion = body.get("version") instanceof String || body.get("version") instanceof Number;
        if (!(body.get("path") instanceof String) || !isVersion || !ASKED.containsAll(body.keySet())) {
            throw new IllegalArgumentException(
                    "Say what to restore: {\"path\": \"…\", \"version\": \"…\"}, with \"force\": true and \"thisFolder\": true where that is meant.");
        }
    }

    private static void requireGood(RouteVersion version, List<Finding> faults) {
        if (!faults.isEmpty()) {
            throw ApiAnswers.conflict("Version " + version.number() + " of " + version.path()
                    + " would be refused today, so nothing was changed (\"force\": true writes it all the same): "
                    + faults.stream().map(Finding::toString).collect(Collectors.joining("; ")) + ".");
        }
    }

    private Path find(String name, RouteSet disk) {
        Set<Path> known = new TreeSet<>(history.paths());
        disk.files().forEach(file -> known.add(file.path()));
        return RouteNames.find(name, known);
    }

    private RouteVersion find(Path file, String name) {
        return name != null ? history.find(file, name) : history.requireLastGood(file);
    }

    private <T> ResponseEntity<T> answer(Supplier<T> work) {
        try {
            return ANSWERS.ok(work);
        } catch (NoSuchElementException e) {
            throw ApiAnswers.notFound(e.getMessage());
        } catch (UnreadableFileException e) {
            throw ApiAnswers.conflict(e.getMessage());
        } catch (NotRestorableException e) {
            throw ApiAnswers.conflict(e.getMessage()
                    + " Nothing was changed. Put the text where the files come from: GET /api/routes/text has it.");
        }
    }
}
