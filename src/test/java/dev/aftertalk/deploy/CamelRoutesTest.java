package dev.aftertalk.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ResourceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

/** How Camel takes route files away and has others, while it runs. */
class CamelRoutesTest {

    private static final Path SAY = Path.of("routes/workflows/say.camel.yaml");
    private static final Path OTHER = Path.of("routes/workflows/other.camel.yaml");
    private static final Path ERRORS = Path.of("routes/errors.camel.yaml");

    private DefaultCamelContext camel;
    private RunningRoutes running;
    private CamelRoutes routes;
    private ProducerTemplate producer;

    @BeforeEach
    void start() throws Exception {
        MockEnvironment settings = new MockEnvironment()
                .withProperty("camel.main.routes-include-pattern", "file:routes/**/*.camel.yaml")
                .withProperty("camel.component.kamelet.location", "file:routes/kamelets");
        running = new RunningRoutes(RouteSet.of(List.of()));
        camel = new DefaultCamelContext();
        new RouteFiles().configure(camel);
        new BoundedShutdown().configure(camel);
        RunningKamelets kamelets = new RunningKamelets(running, new RouteFolders(settings));
        kamelets.setCamelContext(camel);
        camel.getCamelContextExtension().addContextPlugin(ResourceLoader.class, kamelets);
        KameletComponent component = camel.getComponent("kamelet", KameletComponent.class);
        component.setLocation("file:routes/kamelets");
        component.setNoErrorHandler(true);
        routes = new CamelRoutes(camel, route -> false);
        camel.start();
        producer = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() throws Exception {
        camel.close();
    }

    private static RouteFile file(Path path, RouteFile.Kind kind, String text) {
        return new RouteFile(path, kind, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever waits until something under way has had its time must not wait for as long as at the end of the server then. */
    @ParameterizedTest
    @ValueSource(strings = {"direct:slow", "seda:slow"})
    void takesARouteAwayAtOnceInWhichSomethingIsStillUnderWay(String from) throws Exception {
        Path path = Path.of("routes/slow.camel.yaml");
        Semaphore goOn = blocked(path, from);
        long removing = System.nanoTime();
        routes.remove(path);
        assertThat(Duration.ofNanos(System.nanoTime() - removing)).isLessThan(Duration.ofSeconds(10));
        assertThat(camel.getRoute("slow")).isNull();
        assertThat(camel.getRouteDefinition("slow")).isNull();
        assertThat(Thread.interrupted()).isFalse();
        goOn.release();
    }

    @Test
    void endsThoughAStepDoesNotHeedItsInterrupt() throws Exception {
        camel.getShutdownStrategy().setTimeout(1);
        Semaphore goOn = blocked(Path.of("routes/slow.camel.yaml"), "seda:slow");
        long stopping = System.nanoTime();
        camel.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - stopping)).isLessThan(Duration.ofSeconds(20));
        goOn.release();
    }

    /** A route with something under way that does not end. */
    private Semaphore blocked(Path path, String from) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Semaphore goOn = new Semaphore(0);
        Processor blocks = exchange -> {
            begun.countDown();
            goOn.acquireUninterruptibly();
        };
        camel.getRegistry().bind("blocks", blocks);
        routes.make(file(
                path,
                RouteFile.Kind.ROUTES,
                """
                - route:
                    id: slow
                    from:
                      uri: %s
                      steps:
                        - process:
                            ref: blocks
                """
                        .formatted(from)));
        producer.asyncSendBody(from, "x");
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        return goOn;
    }

    /** A route {@code direct:NAME} that calls two kamelets in each other, as a step and as one with steps. */
    private static RouteFile route(Path path, String name, String text) {
        return file(
                path,
                RouteFile.Kind.ROUTES,
                """
                - route:
                    id: %1$s
                    routeConfigurationId: mine
                    from:
                      id: %1$s-in
                      uri: direct:%1$s
                      steps:
                        - to:
                            id: %1$s-loud
                            uri: kamelet:loud-action
                            parameters:
                              text: "%2$s"
                        - kamelet:
                            name: end-action
                            steps:
                              - setBody:
                                  simple: "${body}."
                        - choice:
                            when:
                              - simple: "${header.bad} != null"
                                steps:
                                  - throwException:
                                      exceptionType: java.lang.IllegalStateException
                                      message: bad
                        - wireTap:
                            uri: mock:%1$s-%2$s
                """
                        .formatted(name, text));
    }

    private static RouteFile kamelet(String name, String steps) {
        return file(
                Path.of("routes/kamelets/" + name + ".kamelet.yaml"),
                RouteFile.Kind.KAMELET,
                """
                apiVersion: camel.apache.org/v1
                kind: Kamelet
                metadata:
                  name: %s
                spec:
                  definition:
                    title: x
                    properties:
                      text: {title: Text, type: string, default: ""}
                  template:
                    from:
                      uri: kamelet:source
                      steps:
                %s"""
                        .formatted(name, steps.indent(8)));
    }

    private static RouteFile errors(String answer) {
        return file(
                ERRORS,
                RouteFile.Kind.ROUTES,
                """
                - routeConfiguration:
                    id: mine
                    onException:
                      - onException:
                          exception: [java.lang.Exception]
                          handled:
                            constant: "true"
                          steps:
                            - setBody:
                                id: mine-answer
                                constant: %s
                """
                        .formatted(answer));
    }

    private void run(RouteFile... files) {
        running.run(RouteSet.of(List.of(files)));
    }

    private String ask(String name) {
        return producer.requestBody("direct:" + name, "b", String.class);
    }

    private String askBadly(String name) {
        return producer.requestBodyAndHeader("direct:" + name, "b", "bad", 1, String.class);
    }

    private static final RouteFile INNER = kamelet("inner-action", "- setBody:\n    simple: \"${body}{{text}}\"");
    private static final RouteFile LOUD =
            kamelet("loud-action", "- to:\n    uri: kamelet:inner-action\n    parameters:\n      text: \"{{text}}\"");
    private static final RouteFile END = kamelet("end-action", "- setBody:\n    simple: \"${body}!\"");

    @Test
    void makesAFileAnewWithAllThatItUses() throws Exception {
        run(INNER, LOUD, END);
        routes.configure(ERRORS, errors("first"));
        routes.make(route(SAY, "say", "one"));
        routes.make(route(OTHER, "other", "one"));
        assertThat(ask("say")).isEqualTo("bone!.");
        assertThat(askBadly("say")).isEqualTo("first");

        run(kamelet("inner-action", "- setBody:\n    simple: \"<${body}{{text}}>\""), LOUD, END);
        routes.forgetKamelets(Set.of("inner-action", "loud-action"));
        routes.configure(ERRORS, errors("second"));
        RouteFile edited = route(SAY, "say", "two");
        routes.tryOut(edited, path -> true);
        assertThat(ask("say")).as("while another is tried out").isEqualTo("bone!.");
        routes.remove(SAY);
        routes.make(edited);

        assertThat(ask("say")).isEqualTo("<btwo>!.");
        assertThat(askBadly("say")).isEqualTo("second");
        assertThat(ask("other")).as("what was not made anew").isEqualTo("bone!.");
        assertThat(askBadly("other")).isEqualTo("first");
    }

    @Test
    void leavesNothingOfAFileThatCantBeMade() throws Exception {
        run(INNER, LOUD, END);
        routes.configure(ERRORS, errors("first"));
        routes.make(route(OTHER, "other", "one"));
        Map<String, Object> before = counts();
        RouteFile bad = file(
                SAY,
                RouteFile.Kind.ROUTES,
                """
                - route:
                    id: good
                    from:
                      uri: direct:good
                      steps:
                        - to:
                            uri: kamelet:loud-action
                            parameters: {text: x}
                - route:
                    id: bad
                    from:
                      uri: direct:bad
                      steps:
                        - to: nobody:x
                """);

        assertThatThrownBy(() -> routes.tryOut(bad, path -> true)).hasStackTraceContaining("nobody");
        assertThatThrownBy(() -> routes.make(bad)).hasStackTraceContaining("nobody");
        assertThatThrownBy(() -> routes.make(route(SAY, "other", "one"))).hasMessageContaining(OTHER.toString());
        assertThatThrownBy(() -> routes.tryOut(route(SAY, "other", "one"), path -> true))
                .hasMessageContaining(OTHER.toString());

        assertThat(counts()).isEqualTo(before);
        assertThat(ask("other")).isEqualTo("bone!.");
    }

    @Test
    void leavesNothingBehindHoweverOftenAFileIsMadeAnew() throws Exception {
        run(INNER, LOUD, END);
        routes.configure(ERRORS, errors("first"));
        routes.make(route(OTHER, "other", "one"));
        routes.make(route(SAY, "say", "one"));
        assertThat(ask("say")).isEqualTo("bone!.");
        Map<String, Object> before = Map.of();
        int threads = Thread.getAllStackTraces().size();

        for (int n = 0; n < 200; n++) {
            RouteFile edited = route(SAY, "say", "a" + n);
            RouteFile inner = kamelet("inner-action", "- setBody:\n    simple: \"${body}{{text}}" + n + "\"");
            run(inner, LOUD, END);
            routes.forgetKamelets(Set.of("inner-action", "loud-action"));
            routes.configure(ERRORS, errors("e" + n));
            routes.tryOut(edited, path -> true);
            routes.remove(SAY);
            routes.make(edited);
            if (n % 50 == 0) {
                assertThat(ask("say")).isEqualTo("ba" + n + n + "!.");
                assertThat(askBadly("say")).isEqualTo("e" + n);
            }
            if (n == 0) {
                before = counts();
            }
        }

        assertThat(counts()).isEqualTo(before);
        assertThat(camel.getRoutes()).extracting(Route::getRouteId).contains("say", "other");
        assertThat(Thread.getAllStackTraces().keySet())
                .as("threads of a pool that begin and end by themselves")
                .hasSizeLessThan(threads + 10);
    }

    private Map<String, Object> counts() {
        Map<String, Object> counts = new TreeMap<>();
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        counts.put("routes", camel.getRoutesSize());
        counts.put("route definitions", model.getRouteDefinitions().size());
        counts.put("templates", model.getRouteTemplateDefinitions().size());
        counts.put("configurations", model.getRouteConfigurationDefinitions().size());
        counts.put("endpoints", camel.getEndpoints().size());
        counts.put("services", camel.getCamelContextExtension().getServices().size());
        counts.put(
                "start-up order",
                camel.getCamelContextExtension().getRouteStartupOrder().size());
        counts.put("life cycles", camel.getLifecycleStrategies().size());
        return counts;
    }
}
