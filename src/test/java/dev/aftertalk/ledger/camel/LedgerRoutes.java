package dev.aftertalk.ledger.camel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.deploy.RouteFiles;
import dev.aftertalk.ledger.FlakyDataSource;
import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A ledger on SQLite and a Camel context whose routes the tests write in YAML, as ops people do. */
abstract class LedgerRoutes {

    /** A router that starts the workflow {@code mail} for every event. */
    static final String ROUTER =
            """
            - route:
                id: router
                from:
                  uri: ledger:events
                  steps:
                    - to:
                        uri: ledger:start/mail
            """;

    @TempDir
    Path folder;

    /** Names of the places in routes that acted, in order: {@code - process: {ref: after}}. */
    final List<String> acted = new CopyOnWriteArrayList<>();

    TestDatabase database;
    FlakyDataSource flaky;
    Ledger ledger;
    DefaultCamelContext context;

    @BeforeEach
    void open() {
        database = TestDatabase.sqlite(folder);
        flaky = new FlakyDataSource(database.dataSource());
        ledger = new Ledger(
                flaky,
                "node",
                new LedgerSettings(Duration.ofMillis(500), 1000, Duration.ofMillis(20), Duration.ofSeconds(30)));
        context = new DefaultCamelContext();
        new RouteFiles().configure(context);
        context.addComponent(
                "ledger",
                new LedgerComponent(ledger, new EventMemory(Duration.ofDays(90)), () -> 0, new SimpleMeterRegistry()));
        context.getCamelContextExtension().addInterceptStrategy(new EndedRuns());
        context.getShutdownStrategy().setTimeout(20);
        for (String name : List.of("before", "after", "caller", "one", "two", "three")) {
            step(name, exchange -> acted.add(name));
        }
    }

    @AfterEach
    void close() throws Exception {
        context.close();
        ledger.close();
        database.close();
    }

    /** Makes a Java step for the routes: {@code - process: {ref: NAME}}. */
    void step(String name, Processor step) {
        context.getRegistry().bind(name, Processor.class, step);
    }

    /** Loads the router and these routes, and starts. */
    void start(String... yaml) throws Exception {
        load(ROUTER);
        for (String routes : yaml) {
            load(routes);
        }
        context.start();
    }

    void load(String yaml) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("test" + Math.abs(yaml.hashCode()) + ".yaml", yaml));
    }

    /** A workflow {@code mail} of these steps, which stand in the text as under {@code steps:}. */
    static String mail(String steps) {
        return workflow("", steps);
    }

    static String workflow(String options, String steps) {
        return """
                - route:
                    id: mail
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: ledger:workflow/mail%s
                      steps:
                """
                        .formatted(options)
                + steps.indent(12);
    }

    void accept(String eventId) {
        accept(eventId, "");
    }

    void accept(String eventId, String moreFields) {
        String body = "{\"eventId\":\"%s\",\"eventType\":\"t\",\"number\":7%s}".formatted(eventId, moreFields);
        context.createFluentProducerTemplate()
                .withBody(body.getBytes(UTF_8))
                .to("ledger:accept")
                .send();
    }

    Map<String, Object> run(String eventId) {
        return database.run(eventId, "mail");
    }

    void awaitState(String eventId, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(run(eventId)).containsEntry("state", state));
    }
}
