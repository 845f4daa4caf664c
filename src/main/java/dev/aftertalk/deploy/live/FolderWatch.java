package dev.aftertalk.deploy.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that something may have changed in some folders. The system says so at once for most; what it does not see, such as a link that is
 * moved, or a file server, shows in the times and sizes of the files.
 */
final class FolderWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);

    private final Collection<Path> folders;
    private final WatchService watch;
    private final Map<Path, WatchKey> watched = new HashMap<>();
    private Map<Path, List<Object>> seen;

    /** @param folders looked into with all that is in them; they need not be there */
    FolderWatch(Collection<Path> folders) throws IOException {
        this.folders = folders;
        this.watch = FileSystems.getDefault().newWatchService();
        this.seen = look();
    }

    /** Waits for the system to say that something has changed. @return whether it did */
    boolean await(Duration patience) throws InterruptedException {
        try {
            WatchKey key = watch.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            boolean told = key != null;
            for (; key != null; key = watch.poll()) {
                key.pollEvents();
                if (!key.reset()) {
                    watched.values().remove(key); // the folder is gone, or another one has its name
                }
            }
            return told;
        } catch (ClosedWatchServiceException e) {
            throw new InterruptedException();
        }
    }

    /** Looks at all files. @return whether one is another than the last time */
    boolean isChanged() {
        Map<Path, List<Object>> before = seen;
        seen = look();
        return !seen.equals(before);
    }

    private Map<Path, List<Object>> look() {
        Map<Path, List<Object>> found = new TreeMap<>();
        for (Path folder : folders) {
            try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
                for (Path each : (Iterable<Path>) all::iterator) {
                    BasicFileAttributes is = Files.readAttributes(each, BasicFileAttributes.class);
                    if (is.isDirectory()) {
                        watch(each);
                    } else {
                        found.put(each, FileTimes.of(each, is));
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                LOG.debug("{} can't be looked into now: {}", folder, e.toString());
            }
        }
        return found;
    }

    private void watch(Path folder) throws IOException {
        Path real = folder.toRealPath();
        WatchKey key = watched.get(real);
        if (key == null || !key.isValid()) {
            watched.put(
                    real,
                    real.register(
                            watch,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE));
        }
        watched.keySet().removeIf(path -> !watched.get(path).isValid());
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
