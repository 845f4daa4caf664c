package dev.aftertalk.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.scan.DefaultPackageScanResourceResolver;
import org.apache.camel.util.AntPathMatcher;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Finds the route files in folders, also where a folder is a symbolic link, as deployment tools make them: Camel itself walks past such a
 * folder without a word. Like Camel it leaves out what begins with a dot. For Camel it finds those on the class path alone, where Spring looks
 * for them, which knows the jars inside of its executable jar.
 */
final class RouteFileSearch extends DefaultPackageScanResourceResolver {

    /** By a dot, and what dpkg puts beside a file for a moment, or for whoever has edited that: as mail templates they would be deployed. */
    private static final Pattern HIDDEN = Pattern.compile("\\..*|.*\\.dpkg-(new|tmp|old|dist)");

    private static final String ALL = ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX;

    /** What lies in folders is made file by file, once Camel has started. */
    @Override
    public Collection<Resource> findResources(String location) throws Exception {
        return location.startsWith("file:") ? List.of() : super.findResources(location);
    }

    @Override
    protected void findInClasspath(String root, Set<Resource> found, String pattern, Predicate<String> filter) {
        for (ClassLoader loader : getClassLoaders()) {
            try {
                for (var file : new PathMatchingResourcePatternResolver(loader).getResources(ALL + root + pattern)) {
                    if (filter == null || filter.test(file.getURL().getPath())) {
                        found.add(new ClassPathFile(file));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("Can't look for " + root + pattern + " on the class path", e);
            }
        }
    }

    /**
     * The files of a folder and what is in it, in whatever letter case: Windows does not mind. Where there is no such folder, there are none.
     *
     * @param unreadable told of folders that can't be looked into
     */
    static List<Path> files(Path folder, String pattern, BiConsumer<Path, IOException> unreadable) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {

                    @Override
                    public FileVisitResult preVisitDirectory(Path each, BasicFileAttributes is) {
                        return each.equals(folder) || !isHidden(each)
                                ? FileVisitResult.CONTINUE
                                : FileVisitResult.SKIP_SUBTREE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        if (is.isRegularFile() && !isHidden(file) && matches(folder.relativize(file), pattern)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path each, IOException e) {
                        // A link to a folder it lies in leads to nothing else; what is gone is being moved or deleted
                        // now.
                        if (!(e instanceof FileSystemLoopException
                                || e instanceof NoSuchFileException
                                || isHidden(each))) {
                            unreadable.accept(each, e);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path each, IOException e) {
                        if (e != null) {
                            unreadable.accept(each, e);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        found.sort(null);
        return found;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName() != null
                && HIDDEN.matcher(path.getFileName().toString()).matches();
    }

    private static boolean matches(Path file, String pattern) {
        return AntPathMatcher.INSTANCE.match(pattern, file.toString().replace(File.separatorChar, '/'), false);
    }
}
