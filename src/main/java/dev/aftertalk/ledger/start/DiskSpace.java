package dev.aftertalk.ledger.start;

import dev.aftertalk.scheduling.RepeatedTask;
import java.io.File;
import java.time.Duration;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Watches the space left for SQLite's file, so that events are refused before there is none: what was accepted needs some to be finished.
 * A PostgreSQL server watches its own disk.
 */
@Component
public class DiskSpace extends RepeatedTask {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long MB = 1024 * 1024;

    private final File folder;
    private final DiskSettings settings;
    private volatile boolean enough = true;
    private volatile boolean drill;

    @Autowired
    DiskSpace(DiskSettings settings, Environment environment) {
        this(
                settings,
                SqliteFile.of(environment.getRequiredProperty("spring.datasource.url"))
                        .map(file -> file.path().getParent().toFile())
                        .orElse(null));
    }

    DiskSpace(DiskSettings settings, File folder) {
        super("disk-space", PAUSE, PAUSE);
        this.settings = settings;
        this.folder = folder;
        if (folder != null) {
            run();
        }
    }

    @Override
    public void start() {
        if (folder != null) {
            super.start();
        }
    }

    /** True while events may be taken. */
    public boolean isEnough() {
        return enough;
    }

    /** How many bytes are left; empty with PostgreSQL. */
    public OptionalLong free() {
        return folder == null ? OptionalLong.empty() : OptionalLong.of(left());
    }

    /** In a fault drill there is no room, whatever the disk says. */
    public void drill(boolean isFull) {
        drill = isFull;
    }

    private long left() {
        return drill ? 0 : folder.getUsableSpace();
    }

    @Override
    protected void run() {
        long free = left();
        if (enough && free < settings.minFree().toBytes()) {
            enough = false;
            LOG.error(
                    "Only {} MB are left on the disk of {}: events are refused until there are {} MB (aftertalk.disk.min-free). Make room.",
                    free / MB,
                    folder,
                    settings.enoughAgain() / MB);
        } else if (!enough && free >= settings.enoughAgain()) {
            enough = true;
            LOG.info("There is room on the disk of {} again ({} MB): events are taken", folder, free / MB);
        }
    }
}
