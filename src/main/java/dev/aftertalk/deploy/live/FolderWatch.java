package dev.aftertalk.deploy.live;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
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
    private final Map<Path, Watched> watched = new HashMap<>();
    private Map<Path, List<Object>> seen;

    /** @param is which folder has that name: a watch goes on with one that is moved away */
    private record Watched(Object is, WatchKey key) {}

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
                    forget(key); // the folder is gone, or another one has its name
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
            try {
                Files.walkFileTree(
                        folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new Look(found));
            } catch (IOException e) {
                LOG.debug("{} can't be looked into now: {}", folder, e.toString());
            }
        }
        return found;
    }

    /** One that can't be looked into, or goes away meanwhile, keeps from none of the others. */
    private final class Look extends SimpleFileVisitor<Path> {

        private final Map<Path, List<Object>> found;

        Look(Map<Path, List<Object>> found) {
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) {
            try {
                watch(folder, is);
            } catch (IOException e) {
                LOG.debug("{} can't be watched now: {}", folder, e.toString());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
            try {
                found.put(file, FileTimes.of(file, is));
            } catch (IOException e) {
                LOG.debug("{} leads nowhere now: {}", file, e.toString());
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            found.put(file, List.of(e.getClass()));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    private void watch(Path folder, BasicFileAttributes attributes) throws IOException {
        Path real = folder.toRealPath();
        Object is = attributes.fileKey();
        Watched before = watched.get(real);
        if (before == null || !before.key().isValid() || !Objects.equals(before.is(), is)) {
            WatchKey key = real.register(
                    watch,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            watched.put(real, new Watched(is, key));
        }
        watched.values().removeIf(each -> !each.key().isValid());
    }

    private void forget(WatchKey key) {
        watched.values().removeIf(each -> each.key() == key);
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
