package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFile;
import dev.aftertalk.deploy.RouteSet;
import dev.aftertalk.deploy.versions.RouteVersions;
import dev.aftertalk.deploy.versions.RouteVersions.Deployed;
import dev.aftertalk.ledger.RetryableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps in the database what runs, also when that is away for a while. */
final class Kept {

    private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

    private final RouteVersions versions;
    private RouteSet before = RouteSet.of(List.of());
    private String kept;

    Kept(RouteVersions versions) {
        this.versions = versions;
    }

    /** @param lastGood this server's own: what is kept already */
    void start(RouteSet lastGood) {
        before = lastGood;
    }

    /**
     * Which files have changed since the last time, for the log.
     *
     * @param leftOut files that are there and don't run
     */
    String changes(RouteSet runs, Set<Path> leftOut) {
        return deployed(runs, leftOut).stream()
                .map(each -> each.file().path() + (each.isGone() ? " (deleted)" : ""))
                .collect(Collectors.joining(", "));
    }

    /** Whether nothing waits for the database. */
    boolean isDone() {
        return kept != null;
    }

    /**
     * Keeps what has changed.
     *
     * @param leftOut files that are there and don't run: they are not gone
     * @return false when the database is away; then it is to be tried again
     */
    boolean keep(RouteSet runs, Set<Path> leftOut, String checked) {
        String version = runs.version();
        if ((version + checked).equals(kept)) {
            return true;
        }
        try {
            versions.keep(deployed(runs, leftOut), version, checked);
            before = with(runs, leftOut);
            kept = version + checked;
            return true;
        } catch (RetryableException e) {
            if (kept != null) {
                LOG.warn("What was deployed can't be kept now, and will be later: {}", e.getMessage());
            }
            kept = null;
            return false;
        }
    }

    private List<Deployed> deployed(RouteSet runs, Set<Path> leftOut) {
        List<Deployed> deployed = new ArrayList<>();
        for (RouteFile file : runs.files()) {
            if (before.file(file.path()).filter(file::equals).isEmpty()) {
                deployed.add(new Deployed(file, owner(file.path())));
            }
        }
        for (RouteFile file : before.files()) {
            if (runs.file(file.path()).isEmpty() && !leftOut.contains(file.path())) {
                deployed.add(Deployed.gone(file, ""));
            }
        }
        return deployed;
    }

    private RouteSet with(RouteSet runs, Set<Path> leftOut) {
        RouteSet all = runs;
        for (Path path : leftOut) {
            if (runs.file(path).isEmpty() && before.file(path).isPresent()) {
                all = all.with(before.file(path).get());
            }
        }
        return all;
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
