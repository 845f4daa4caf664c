package dev.aftertalk.intake;

import static dev.aftertalk.intake.FrontDoor.SECRET;
import static dev.aftertalk.intake.FrontDoor.assertProblem;
import static dev.aftertalk.intake.FrontDoor.sign;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.intake.health.ConnectorProbe;
import dev.aftertalk.intake.health.IntakeGate;
import dev.aftertalk.ledger.LedgerHealth;
import dev.aftertalk.ledger.start.DiskSpace;
import dev.aftertalk.testing.RawExchange;
import dev.aftertalk.testing.RawExchange.Answer;
import dev.aftertalk.web.ErrorAnswers;
import dev.aftertalk.web.PlatformHttpConfiguration;
import dev.aftertalk.web.WebhookRoute;
import dev.aftertalk.web.WebhookSwap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The front door with real Camel behind it: what a route gets to see, how it answers problems, and when the gate is open. */
@SpringBootTest(
        classes = CamelBehindTest.Server.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "iadvize.webhook.secrets=" + SECRET,
            "spring.datasource.url=jdbc:postgresql://not-asked/aftertalk",
            "server.tomcat.threads.max=8",
            "camel.main.routes-include-pattern=classpath:webhook/behind.camel.yaml"
        })
class CamelBehindTest {

    private static final AtomicBoolean LEDGER_STORES = new AtomicBoolean(true);
    private static final byte[] EVENT = "{\"eventId\":\"1\",\"comment\":\"Très utile ✔\"}".getBytes(UTF_8);

    @LocalServerPort
    private int port;

    @Autowired
    private CamelContext camel;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private IntakeGate gate;

    @Autowired
    private Waiting waiting;

    private MockEndpoint received;

    @BeforeEach
    void reset() {
        received = camel.getEndpoint("mock:received", MockEndpoint.class);
        received.reset();
    }

    @Test
    void theRouteSeesTheBodyAndNothingThatCouldSteerIt() throws Exception {
        assertThat(post("/webhooks/iadvize/?CamelFileName=x&a=b", EVENT, "cAmElHttpUri: http://evil\r\nX-Own: 1")
                        .status())
                .isEqualTo(202);
        assertThat(received.getExchanges()).hasSize(1);
        var message = received.getExchanges().get(0).getMessage();
        assertThat(message.getBody(byte[].class)).isEqualTo(EVENT);
        Map<String, Object> headers = message.getHeaders();
        assertThat(headers).containsEntry("X-Own", "1").doesNotContainKeys("CamelFileName", "a");
        assertThat(headers.get("CamelHttpQuery")).isNull();
        assertThat(headers.get("CamelHttpUri")).isEqualTo("/webhooks/iadvize");
    }

    @Test
    void theRouteAnswers400WithWhatTheExceptionTellsTheSender() throws Exception {
        Answer answer = post("/webhooks/iadvize", EVENT, "X-Fail: it isn't \"right\", (sorry)");
        assertProblem(answer, 400);
        assertThat(answer.body()).contains("it isn't \\\"right\\\", (sorry)");
        assertThat(answer.header("X-Fail")).isNull();
    }

    @Test
    void theRouteAnswers503WithoutWhatWentWrong() throws Exception {
        Answer answer = post("/webhooks/iadvize", EVENT, "X-Break: java.lang.Exception in the database");
        assertProblem(answer, 503);
        assertThat(answer.header("Retry-After")).isEqualTo("5");
        assertThat(answer.body()).doesNotContain("database");
    }

    @Test
    void theRouteWordsAnyOtherProblem() throws Exception {
        Answer answer = post("/webhooks/iadvize", EVENT, "X-Conflict: Send it once, not twice.");
        assertProblem(answer, 409);
        assertThat(answer.body()).contains("Send it once, not twice.");
    }

    @Test
    void theGateClosesWithTheRouteWithTheLedgerAndWithTheApplication() throws Exception {
        assertThat(gate.open()).isTrue();
        camel.getRouteController().suspendRoute("webhook");
        assertThat(gate.open()).isFalse();
        assertProblem(post("/webhooks/iadvize", EVENT, "X-Own: 1"), 503);
        camel.getRouteController().resumeRoute("webhook");
        assertThat(gate.open()).isTrue();
        LEDGER_STORES.set(false);
        assertThat(gate.open()).isFalse();
        LEDGER_STORES.set(true);
        assertThat(gate.open()).isTrue();
        AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        assertThat(gate.open()).isFalse();
        AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
        assertThat(gate.open()).isTrue();
    }

    /** As when the database hangs. */
    @Test
    void webhooksThatWaitToBeStoredLeaveThreadsForOthers() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(20);
        List<Future<Answer>> answers = new ArrayList<>();
        waiting.holdAll();
        try {
            for (int i = 0; i < 20; i++) {
                answers.add(senders.submit(() -> post("/webhooks/iadvize", EVENT, "X-Own: 1")));
            }
            waiting.awaitHeld(20);
            assertProblem(
                    RawExchange.send(port, "GET /none HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"), 404);
        } finally {
            waiting.letAllGo();
            senders.shutdown();
        }
        for (Future<Answer> answer : answers) {
            assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(202);
        }
        assertThat(received.getReceivedCounter()).isEqualTo(20);
    }

    private Answer post(String target, byte[] body, String header) throws Exception {
        return RawExchange.send(
                port,
                "POST " + target
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n",
                header + "\r\n" + WebhookFilter.SIGNATURE + ": " + sign(SECRET, body) + "\r\n",
                "Content-Length: " + body.length + "\r\n\r\n",
                body);
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    @ConfigurationPropertiesScan({"dev.aftertalk.intake", "dev.aftertalk.ledger"})
    @Import({
        WebhookConfiguration.class,
        WebhookRoute.class,
        PlatformHttpConfiguration.class,
        RouteIntakeGate.class,
        WebhookSwap.class,
        Drain.class,
        DiskSpace.class,
        ErrorAnswers.class,
        WebServerCustomizer.class,
        ConnectorProbe.class,
        ArrivingBodies.class,
        WebhookProblem.class,
        RefusalCounts.class,
        Waiting.class
    })
    static class Server {

        @Bean
        LedgerHealth ledger() {
            return LEDGER_STORES::get;
        }
    }

    /** In the route: who comes here stays for as long as a test wants. */
    @TestComponent("waiting")
    static class Waiting implements Processor {

        private final Semaphore held = new Semaphore(0);
        private volatile CountDownLatch going = new CountDownLatch(0);

        void holdAll() {
            going = new CountDownLatch(1);
        }

        void awaitHeld(int exchanges) throws InterruptedException {
            assertThat(held.tryAcquire(exchanges, 30, TimeUnit.SECONDS)).isTrue();
        }

        void letAllGo() {
            going.countDown();
        }

        @Override
        public void process(Exchange exchange) throws InterruptedException {
            CountDownLatch now = going;
            if (now.getCount() > 0) {
                held.release();
                now.await();
            }
        }
    }
}
