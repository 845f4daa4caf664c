package dev.aftertalk.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

class StepFiguresTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final LedgerSettings SETTINGS =
            new LedgerSettings(Duration.ofSeconds(5), 100, Duration.ofMillis(20), Duration.ofSeconds(30));

    @TempDir
    Path folder;

    private final StepMeters meters = new StepMeters();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private ProducerTemplate producer;

    @BeforeEach
    void start() throws Exception {
        camel.getCamelContextExtension().addInterceptStrategy(meters);
        camel.addComponent("ledger", new DirectComponent());
        camel.getRegistry().bind("words", new Words());
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("ledger:workflow/mail")
                        .choice()
                        .when(body().isNotNull())
                        .to("bean:words")
                        .id("send")
                        .end()
                        .setHeader("x", constant("y"))
                        .id("no act")
                        .to("mock:unnamed")
                        .log("done")
                        .id("logged");
                from("direct:elsewhere").to("mock:elsewhere").id("elsewhere");
            }
        });
        camel.start();
        producer = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    /** Called by the route. */
    public static final class Words {

        public void refuse(String body) {
            if (body.equals("word")) {
                throw new IllegalArgumentException();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sqlite", "postgres"})
    void addsUpHowOftenStepsWereDoneAndFailed(String which) {
        try (TestDatabase database = which.equals("sqlite") ? TestDatabase.sqlite(folder) : TestDatabase.postgres();
                Ledger ledger = new Ledger(database.dataSource(), "node", SETTINGS)) {
            StepFigures figures = new StepFigures(meters, JdbcClient.create(database.dataSource()), ledger);
            RouteDefinition mail = camel.getRouteDefinitions().get(0);
            assertThat(StepFigures.steps(mail)).containsExactly("send");

            producer.send("ledger:workflow/mail", exchange -> exchange.getIn().setBody("1"));
            producer.send("ledger:workflow/mail", exchange -> exchange.getIn().setBody("word"));
            producer.send("direct:elsewhere", exchange -> {});
            figures.keep(100 * HOUR);
            producer.send("ledger:workflow/mail", exchange -> exchange.getIn().setBody("2"));
            figures.keep(101 * HOUR);
            figures.keep(101 * HOUR);

            Map<String, StepCounts> all = figures.since("mail", 100 * HOUR);
            assertThat(all).containsOnlyKeys("send");
            assertThat(all.get("send").calls()).isEqualTo(3);
            assertThat(all.get("send").failed()).isEqualTo(1);
            assertThat(all.get("send").success()).isEqualTo(2 / 3.0);
            assertThat(figures.since("mail", 101 * HOUR).get("send").calls()).isEqualTo(1);
            assertThat(figures.since("other", 0)).isEmpty();

            producer.send("ledger:workflow/mail", exchange -> exchange.getIn().setBody("3"));
            figures.keep(100 * HOUR + Duration.ofDays(31).toMillis() + HOUR / 2);
            assertThat(database.count("SELECT count(*) FROM step_figures")).isEqualTo(2);
        }
    }
}
