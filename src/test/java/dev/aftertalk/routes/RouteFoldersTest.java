package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Where the routes are looked for, and what becomes of a start that finds none. */
@ExtendWith(OutputCaptureExtension.class)
class RouteFoldersTest {

    private static final String ALL = "/**/*.camel.yaml";

    @TempDir
    Path folder;

    @Test
    void findsFilesBehindLinksButNothingHidden() throws Exception {
        Path real = Files.createDirectories(folder.resolve("real"));
        Files.createDirectories(real.resolve("..data"));
        Files.writeString(real.resolve("..data/a.camel.yaml"), "");
        Files.createSymbolicLink(real.resolve("a.camel.yaml"), Path.of("..data/a.camel.yaml"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("b.camel.yaml"), "");
        Files.writeString(elsewhere.resolve("README.md"), "");
        Files.createSymbolicLink(real.resolve("workflows"), elsewhere);
        Path routes = Files.createSymbolicLink(folder.resolve("routes"), real);

        Collection<Resource> found = search().findResources("file:" + routes + ALL);

        assertThat(found)
                .extracting(Resource::getLocation)
                .containsExactlyInAnyOrder(
                        "file:" + routes.resolve("a.camel.yaml"), "file:" + routes.resolve("workflows/b.camel.yaml"));
    }

    @Test
    void findsFilesOnTheClassPathOnceInFoldersAndInJars() throws Exception {
        Path classes = Files.createDirectories(folder.resolve("some classes/shop/deep"));
        Files.writeString(classes.resolveSibling("a.camel.yaml"), "in a folder");
        Files.writeString(classes.resolve("b.camel.yaml"), "deeper");
        Files.writeString(classes.resolve("b.yaml"), "");
        Path jar = folder.resolve("more.jar");
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
            Files.createDirectories(files.getPath("shop"));
            Files.writeString(files.getPath("shop/c.camel.yaml"), "in a jar");
        }
        URL[] path = {
            folder.resolve("some classes").toUri().toURL(), jar.toUri().toURL()
        };
        try (URLClassLoader loader = new URLClassLoader(path, null)) {
            RouteFileSearch search = search();
            search.addClassLoader(loader);
            search.addClassLoader(new URLClassLoader(new URL[0], loader));

            Map<String, String> found = new HashMap<>();
            for (Resource file : search.findResources("classpath:shop/**/*.camel.yaml")) {
                String name = Path.of(file.getLocation()).getFileName().toString();
                String text = new String(file.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(found.put(name, text)).as(file.getLocation()).isNull();
            }

            assertThat(found)
                    .containsOnly(
                            Map.entry("a.camel.yaml", "in a folder"),
                            Map.entry("b.camel.yaml", "deeper"),
                            Map.entry("c.camel.yaml", "in a jar"));
        }
    }

    @Test
    void runsTheRoutesOfALinkedFolder() throws IOException {
        Path routes = Files.createSymbolicLink(
                folder.resolve("routes"), Path.of("routes").toAbsolutePath());

        try (ConfigurableApplicationContext application = start("file:" + routes + ALL)) {
            assertThat(application.getBean(CamelContext.class).getRoute("webhook"))
                    .isNotNull();
            assertThat(application.getBean(CamelContext.class).getRoute("csat")).isNotNull();
        }
    }

    @Test
    void refusesToStartWithoutARouteAndSaysWhereItLooked(CapturedOutput output) throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Files.writeString(empty.resolve("README.md"), "");

        assertThatThrownBy(() -> start("file:" + empty + ALL + ",file:" + folder.resolve("missing") + ALL))
                .hasRootCauseInstanceOf(NoRouteFilesException.class);

        assertThat(output)
                .contains("Aftertalk can't start: there are no routes. " + empty + " has no file **/*.camel.yaml; "
                        + folder.resolve("missing") + " has no file **/*.camel.yaml.")
                .contains("Start Aftertalk in the folder that holds routes/")
                .doesNotContain("\tat ");
    }

    private ConfigurableApplicationContext start(String pattern) {
        return SpringApplication.run(
                AftertalkApplication.class,
                "--server.port=0",
                "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                "--aftertalk.data-dir=" + folder.resolve("data"),
                "--camel.main.routes-include-pattern=" + pattern);
    }

    private static RouteFileSearch search() {
        RouteFileSearch search = new RouteFileSearch();
        search.setCamelContext(new DefaultCamelContext());
        return search;
    }
}
