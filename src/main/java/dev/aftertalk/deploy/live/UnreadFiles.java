package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.RouteFolders;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in the log which files are saved beside the routes under names by which nobody reads them, once for each. Not for several threads. */
final class UnreadFiles {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadFiles.class);

    private final RouteFolders folders;
    private Map<Path, String> said;

    /** What lies there now was said at the start. */
    UnreadFiles(RouteFolders folders) {
        this.folders = folders;
        this.said = folders.notRead();
    }

    /** Looks for those that have come since. */
    void look() {
        Map<Path, String> now = folders.notRead();
        now.forEach((file, why) -> {
            if (!said.containsKey(file)) {
                LOG.warn("{}: {}", file, why);
            }
        });
        said = now;
    }
}
