package dev.aftertalk.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelContextCustomizer;
import org.apache.camel.spi.PackageScanResourceResolver;
import org.apache.camel.util.AntPathMatcher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Refuses a start without a single route file: such a server would say that it is ready, and lose every event. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RouteFolders implements CamelContextCustomizer {

    private static final String FILE = "file:";

    private final List<String> patterns;

    RouteFolders(Environment settings) {
        this.patterns = Arrays.stream(settings.getProperty("camel.main.routes-include-pattern", "")
                        .split(","))
                .map(String::strip)
                .filter(pattern -> pattern.startsWith(FILE))
                .map(pattern -> pattern.substring(FILE.length()))
                .toList();
    }

    /** @throws NoRouteFilesException when patterns name files and there are none */
    @Override
    public void configure(CamelContext context) {
        RouteFileSearch search = new RouteFileSearch();
        search.setCamelContext(context);
        context.getCamelContextExtension().addContextPlugin(PackageScanResourceResolver.class, search);
        if (!patterns.isEmpty() && patterns.stream().allMatch(RouteFolders::isEmpty)) {
            throw new NoRouteFilesException(patterns.stream()
                    .map(pattern -> Path.of(folder(pattern)).toAbsolutePath().normalize() + " has no file "
                            + pattern.substring(folder(pattern).length()))
                    .collect(Collectors.joining("; ", "", ".")));
        }
    }

    private static boolean isEmpty(String pattern) {
        String folder = folder(pattern);
        try {
            return RouteFileSearch.files(Path.of(folder), pattern.substring(folder.length()))
                    .isEmpty();
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands before the first wildcard, up to its folder. */
    private static String folder(String pattern) {
        return AntPathMatcher.INSTANCE.isPattern(pattern)
                ? AntPathMatcher.INSTANCE.determineRootDir(pattern)
                : pattern.substring(0, pattern.lastIndexOf('/') + 1);
    }
}
