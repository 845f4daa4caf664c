package dev.aftertalk.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aftertalk.AftertalkApplication;
import dev.aftertalk.deploy.check.RouteFilesCheck;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.mock.env.MockEnvironment;

/** Where the routes are looked for, and what becomes of a start that finds none. */
@ExtendWith(OutputCaptureExtension.class)
class RouteFoldersTest {

    private static final String ALL = "/**/*.camel.yaml";

    private static final String ROUTE =
            """
            - route:
                id: x
                from:
                  uri: direct:x
                  steps:
                    - setBody:
                        constant: |
                          Été €
                          und – noch
                    - to: kamelet:say-sink
            """;

    private static final String KAMELET =
            """
            apiVersion: camel.apache.org/v1
            kind: Kamelet
            metadata:
              name: say-sink
            spec:
              definition: {title: Say}
              template:
                from:
                  uri: kamelet:source
                  steps:
                    - setBody:
                        simple: "${body}, salué"
            """;

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

        MockEnvironment settings =
                new MockEnvironment().withProperty("camel.main.routes-include-pattern", "file:" + routes + ALL);

        assertThat(new RouteFolders(settings).found())
                .containsExactlyInAnyOrder(routes.resolve("a.camel.yaml"), routes.resolve("workflows/b.camel.yaml"));
    }

    @Test
    void takesNothingOfDpkgForATemplate() throws Exception {
        for (String ending : List.of("", ".dpkg-new", ".dpkg-dist", ".dpkg-old")) {
            Files.writeString(folder.resolve("thanks.ftlh" + ending), "");
        }
        MockEnvironment settings = new MockEnvironment()
                .withProperty("camel.main.routes-include-pattern", "")
                .withProperty("mail.templates", folder.toString());

        assertThat(new RouteFolders(settings).read().files())
                .extracting(RouteFile::path)
                .containsExactly(folder.resolve("thanks.ftlh"));
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

    @ParameterizedTest(name = "{0}")
    @MethodSource("saved")
    void readsRoutesAndKameletsHoweverTheyWereSaved(String name, Charset encoding, String mark, String end)
            throws Exception {
        Files.createDirectories(folder.resolve("kamelets"));
        save(name, mark + ROUTE.replace("\n", end), encoding);
        save("kamelets/say-sink.kamelet.yaml", mark + KAMELET.replace("\n", end), StandardCharsets.UTF_8);
        new RouteFolders(settings()).requireFiles();
        try (DefaultCamelContext context = camel()) {
            context.start();
            CamelRoutes routes = new CamelRoutes(context, route -> false);
            for (RouteFile file : new RouteFolders(settings()).read().files()) {
                if (file.kind() == RouteFile.Kind.ROUTES) {
                    routes.make(file);
                }
            }
            assertThat(context.getRoutes()).extracting(Route::getId).contains("x");
            assertThat(context.createProducerTemplate().requestBody("direct:x", null, String.class))
                    .isEqualTo("Été €\nund – noch, salué");
        }
    }

    static Stream<Arguments> saved() {
        return Stream.of(
                Arguments.of("plain.camel.yaml", StandardCharsets.UTF_8, "", "\n"),
                Arguments.of("windows.camel.yaml", StandardCharsets.UTF_8, "", "\r\n"),
                Arguments.of("marked.camel.yaml", StandardCharsets.UTF_8, "\uFEFF", "\r\n"),
                Arguments.of("wide.camel.yaml", StandardCharsets.UTF_16LE, "\uFEFF", "\r\n"),
                Arguments.of("wider.camel.yaml", StandardCharsets.UTF_16BE, "\uFEFF", "\n"),
                Arguments.of("LOUD.CAMEL.YAML", StandardCharsets.UTF_8, "", "\n"),
                Arguments.of("Loud.Camel.Yaml", StandardCharsets.UTF_8, "\uFEFF", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.camel.yaml | route:\\n  id: x | .camel.yaml: it must be a list: it begins with \"- route:\"",
                "x.camel.yaml | # all of it\\n | .camel.yaml: nothing stands in it; delete it, or give it another ending",
                "x.camel.yaml | - route:\\n\\tid: x | .camel.yaml:2:1: the line is indented with a tab",
                "x.camel.yaml | - route:\\n  \u00A0 id: x | .camel.yaml:2: the line begins with no-break spaces",
                "x.camel.yaml | - route: {id: x\\n- a | .camel.yaml:1:10: a '{' or '[' is opened here and not closed",
                "x.v2.camel.yaml | - a | .v2.camel.yaml: a name must not have a dot before .camel.yaml",
                "x.camel.yaml | - a\\n---\\n- b | .camel.yaml:2:1: only one document may stand in a file; take the line --- away",
                "x.camel.yaml | - log: \u00E9 | .camel.yaml: it is not written in UTF-8; save it in that encoding",
                "x.camel.yaml | - \\0 | .camel.yaml: it is no text, or one in UTF-16 without a byte order mark",
                "x.kamelet.yaml | \uFEFFwide | .kamelet.yaml: a kamelet must be written in UTF-8; save it so",
                "x.kamelet.yaml | - route | .kamelet.yaml: it is no kamelet: it must say \"kind: Kamelet\"",
                "x.kamelet.yaml | kind: Kamelet\\nmetadata:\\n  name: y | .kamelet.yaml:3:9: its metadata must say \"name: x\"",
                "x.Kamelet.YAML | kind: Kamelet | .Kamelet.YAML: its name must end with .kamelet.yaml, in small letters"
            })
    void saysWhatIsWrongWithAFile(String name, String text, String fault) throws IOException {
        Charset encoding = text.contains("log")
                ? StandardCharsets.ISO_8859_1
                : text.contains("wide") ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        String content = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
        save(name, content, encoding);
        Files.move(
                folder.resolve(name),
                Files.createDirectories(folder.resolve("kamelets")).resolve(name));
        String place = name.toLowerCase(Locale.ROOT).contains("kamelet") ? "kamelets/" : "";
        if (place.isEmpty()) {
            Files.move(folder.resolve("kamelets").resolve(name), folder.resolve(name));
        }
        assertThat(RouteFilesCheck.readable(new RouteFolders(settings()).read()))
                .singleElement()
                .satisfies(said -> assertThat(said.toString()).startsWith(folder + "/" + place + "x" + fault));
    }

    @Test
    void saysOfFilesThatAreNotReadWhatTheyMustBeCalled(CapturedOutput output) throws IOException {
        Files.createDirectories(folder.resolve("kamelets"));
        save("x.camel.yaml", ROUTE, StandardCharsets.UTF_8);
        for (String name :
                List.of("a.camel.yml", "b.camel.yaml.txt", "c.yaml", "d.kamelet.yaml", "e.camel.yaml.off", "f.md")) {
            save(name, ROUTE, StandardCharsets.UTF_8);
        }
        new RouteFolders(settings()).requireFiles();
        for (String name : List.of("a.camel.yml", "b.camel.yaml.txt", "c.yaml", "d.kamelet.yaml")) {
            assertThat(output)
                    .contains(
                            folder.resolve(name) + ": it is not read, since its name says neither routes nor a kamelet;"
                                    + " call it " + folder.resolve(name.charAt(0) + ".camel.yaml")
                                    + " where routes stand in it, "
                                    + folder.resolve("kamelets").resolve(name.charAt(0) + ".kamelet.yaml")
                                    + " where a kamelet does");
        }
        assertThat(output).doesNotContain("x.camel.yaml is not read", "e.camel.yaml.off", "f.md");
    }

    @Test
    void leavesOutFilesThatCantBeReadAndNamesThemAll(CapturedOutput output) throws IOException {
        save("a.camel.yaml", "route:\n  id: a\n", StandardCharsets.UTF_8);
        save("b.camel.yaml", "- log: \u00E9", StandardCharsets.ISO_8859_1);
        start("file:" + folder + ALL).close();
        assertThat(output)
                .contains(folder.resolve("a.camel.yaml") + ": it must be a list")
                .contains(folder.resolve("b.camel.yaml") + ": it is not written in UTF-8")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesAWorkflowsOwnSettingThatCantBeReadAndSaysWhatItMayBe(CapturedOutput output) throws IOException {
        String route =
                "- route:\n    id: mine\n    from:\n      uri: ledger:workflow/mine\n      steps:\n        - to:\n"
                        + "            uri: ledger:retry\n            parameters:\n              redeliveryDelay: '{{my.delay}}'\n";
        save("mine.camel.yaml", route, StandardCharsets.UTF_8);
        start("file:" + folder + ALL, "--my.delay=5 minutos").close();
        assertThat(output)
                .contains(
                        folder.resolve("mine.camel.yaml") + ":9",
                        "redeliveryDelay is no duration: '5 minutos'. Write for example 500ms, 30s, 10m, 2h, 1d or 1h30m")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesAMisspeltParameterOfAKameletAndAsksWhatWasMeant(CapturedOutput output) throws IOException {
        String route =
                "- route:\n    id: mine\n    from:\n      uri: ledger:workflow/mine\n      steps:\n        - to:\n"
                        + "            uri: kamelet:email-sink\n            parameters: {templat: thank-you, to: a@b.test}\n";
        save("mine.camel.yaml", route, StandardCharsets.UTF_8);
        start("file:" + folder + ALL).close();
        assertThat(output)
                .contains(folder.resolve("mine.camel.yaml") + ":8:", "templat")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timer:x?period={{my.value}} | soon | period is \"soon\"; it may be a time such as 500ms",
                "timer:x?repeatCount={{my.value}} | many | repeatCount is \"many\"; it may be a whole number",
                "timer:x?includeMetadata={{my.value}} | perhaps | includeMetadata: Cannot convert the String value: perhaps to type: boolean",
                "timer:x?period={{my.other}} | 1s | Property with key [my.other] not found",
                "timer:x?perriod={{my.value}} | 1s | There are 1 parameters that couldn't be set",
                "nobody:x?a={{my.value}} | 1s | No endpoint could be found for: nobody"
            })
    void saysWhichSettingOfAStepIsWrongAndWhatItMayBe(String step, String value, String fault) throws Exception {
        save(
                "x.camel.yaml",
                "- route:\n    id: x\n    from:\n      uri: " + step + "\n      steps: [{log: x}]\n",
                StandardCharsets.UTF_8);
        MockEnvironment settings = settings().withProperty("my.value", value);
        try (DefaultCamelContext context = camel()) {
            context.getPropertiesComponent().addInitialProperty("my.value", value);
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(PluginHelper.getResourceLoader(context)
                            .resolveResource("file:" + folder.resolve("x.camel.yaml")));
            Throwable failure = catchThrowable(context::start);
            FailureAnalysis said = new RouteFaultAnalyzer(settings).analyze(failure);
            assertThat(said.getDescription())
                    .contains("the route x can't be made (" + folder.resolve("x.camel.yaml") + ":4)", fault)
                    .contains(step.contains("my.value") ? "where my.value is \"" + value + "\"" : "in From[timer:x");
            assertThat(new RouteFaultAnalyzer(settings).analyze(new IllegalStateException("else")))
                    .isNull();
        }
    }

    @Test
    void saysTheLineOfASwitchThatIsNotSet(CapturedOutput output) throws IOException {
        String route = "- route:\n    id: mine\n    description: x\n    autoStartup: '{{on:workflows.my_own}}'\n"
                + "    from:\n      uri: ledger:workflow/mine\n      steps: [{log: x}]\n";
        save("mine.camel.yaml", route, StandardCharsets.UTF_8);
        start("file:" + folder + ALL).close();
        assertThat(output).contains(folder.resolve("mine.camel.yaml") + ":4", "workflows.my_own");
    }

    /** Beside it stand steps that are right, with settings and with a parameter of the same name. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uri: mock:b | {retainFirst: many} | 14",
                "uri: \"ledger:retry\" | {giveUpAfter: never} | 14",
                "uri: ledger:retry | {redeliveryDelay: soon} | 14",
                "uri: ledger:start/my_workflow | {delay: 1s} | 12",
                "uri: nobody:b | {a: 1} | 12"
            })
    void saysTheLineOfTheStepOrTheParameterThatIsWrong(String uri, String parameters, int line, CapturedOutput output)
            throws Exception {
        save(
                "x.camel.yaml",
                """
                - route:
                    id: x
                    from:
                      uri: ledger:workflow/x
                      steps:
                        - choice:
                            when:
                              - simple: "${body} == 'a'"
                                steps:
                                  - to: {uri: "ledger:retry", parameters: {redeliveryDelay: "{{my.value}}"}}
                                  - to:
                                      %s
                                      parameters:
                                        %s
                                  - to:
                                      uri: mock:c
                                      parameters:
                                        retainFirst: "{{my.number}}"
                """
                        .formatted(uri, parameters.replaceAll("[{}]", "")),
                StandardCharsets.UTF_8);

        start("file:" + folder + ALL, "--my.value=1s", "--my.number=1").close();

        assertThat(output).contains(folder.resolve("x.camel.yaml") + ":" + line).doesNotContain("\tat ");
    }

    private MockEnvironment settings() {
        return new MockEnvironment()
                .withProperty("camel.main.routes-include-pattern", "file:" + folder + ALL)
                .withProperty("camel.component.kamelet.location", "file:" + folder + "/kamelets");
    }

    private DefaultCamelContext camel() {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getComponent("kamelet", KameletComponent.class).setLocation("file:" + folder + "/kamelets");
        return context;
    }

    private void save(String name, String text, Charset encoding) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(encoding));
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
                .isInstanceOf(NoRouteFilesException.class);

        assertThat(output)
                .contains("Aftertalk can't start: there are no routes. " + empty + " has no file **/*.camel.yaml; "
                        + folder.resolve("missing") + " has no file **/*.camel.yaml.")
                .contains("Start Aftertalk in the folder that holds routes/")
                .doesNotContain("\tat ");
    }

    private ConfigurableApplicationContext start(String pattern, String... more) {
        return SpringApplication.run(
                AftertalkApplication.class,
                Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        "--iadvize.webhook.secrets=" + SignedWebhook.SECRET,
                                        "--aftertalk.data-dir=" + folder.resolve("data"),
                                        "--camel.main.routes-include-pattern=" + pattern),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private static RouteFileSearch search() {
        RouteFileSearch search = new RouteFileSearch();
        search.setCamelContext(new DefaultCamelContext());
        return search;
    }
}
