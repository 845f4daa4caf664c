package dev.aftertalk.deploy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
     * The files of a folder and what is in it, in whatever letter case: Windows does not mind.
     *
     * @throws java.nio.file.NoSuchFileException when there is no such folder
     */
    static List<Path> files(Path folder, String pattern) throws IOException {
        try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
            return paths.filter(Files::isRegularFile)
                    .filter(file -> matches(folder.relativize(file), pattern))
                    .sorted()
                    .toList();
        }
    }

    private static boolean matches(Path file, String pattern) {
        for (Path part : file) {
            if (part.toString().startsWith(".")) {
                return false;
            }
        }
        return AntPathMatcher.INSTANCE.match(pattern, file.toString().replace(File.separatorChar, '/'), false);
    }
}
