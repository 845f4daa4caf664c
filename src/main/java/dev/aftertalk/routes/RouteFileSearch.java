package dev.aftertalk.routes;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.boot.FatJarPackageScanResourceResolver;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.AntPathMatcher;

/**
 * Finds the route files in folders, also where a folder is a symbolic link, as deployment tools make them: Camel itself walks past such a
 * folder without a word. Like Camel it leaves out what begins with a dot.
 */
final class RouteFileSearch extends FatJarPackageScanResourceResolver {

    @Override
    protected void findInFileSystem(File folder, Set<Resource> found, String pattern, Predicate<String> filter)
            throws IOException {
        for (Path file : files(folder.toPath(), pattern)) {
            if (filter == null || filter.test(file.toString())) {
                found.add(ResourceHelper.resolveResource(getCamelContext(), "file:" + file));
            }
        }
    }

    /** @throws java.nio.file.NoSuchFileException when there is no such folder */
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
        return AntPathMatcher.INSTANCE.match(pattern, file.toString().replace(File.separatorChar, '/'));
    }
}
