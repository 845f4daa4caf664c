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

    /** @param lastGood what is kept already; of files that this server does not have, another one may keep versions */
    void start(RouteSet lastGood, RouteSet runs) {
        before = RouteSet.of(lastGood.files().stream()
                .filter(file -> runs.file(file.path()).isPresent())
                .toList());
    }

    /** Which files have changed since the last time, for the log. */
    String changes(RouteSet runs) {
        return deployed(runs).stream()
                .map(each -> each.file().path() + (each.isGone() ? " (deleted)" : ""))
                .collect(Collectors.joining(", "));
    }

    /** Whether nothing waits for the database. */
    boolean isDone() {
        return kept != null;
    }

    /** @return false when the database is away; then it is to be tried again */
    boolean keep(RouteSet runs, String checked) {
        String version = runs.version();
        if ((version + checked).equals(kept)) {
            return true;
        }
        try {
            versions.keep(deployed(runs), version, checked);
            before = runs;
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

    private List<Deployed> deployed(RouteSet runs) {
        List<Deployed> deployed = new ArrayList<>();
        for (RouteFile file : runs.files()) {
            if (before.file(file.path()).filter(file::equals).isEmpty()) {
                deployed.add(new Deployed(file, owner(file.path())));
            }
        }
        for (RouteFile file : before.files()) {
            if (runs.file(file.path()).isEmpty()) {
                deployed.add(Deployed.gone(file, ""));
            }
        }
        return deployed;
    }

    private static String owner(Path file) {
        try {
            return Files.getOwner(file).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "";
        }
    }
}
