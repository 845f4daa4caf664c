package dev.aftertalk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.aftertalk.sandbox.SandboxTestApplication.FrontDoor;
import dev.aftertalk.testing.Promised;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;

@SpringBootTest(
        classes = SandboxTestApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"sandbox.smtp-port=0", "sandbox.traffic=50"})
@ActiveProfiles("sandbox")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrafficTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration AT_MOST = Duration.ofSeconds(30);

    @Autowired
    FrontDoor frontDoor;

    @Autowired
    Traffic traffic;

    @LocalServerPort
    int port;

    Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser(port);
    }

    @AfterEach
    void stop() {
        traffic.rate(0);
        awaitQuiet();
        frontDoor.reset();
    }

    @Test
    @Order(1)
    void sendsByItselfOnceReadyWhenAskedToAtTheStart() {
        await().atMost(AT_MOST).until(() -> frontDoor.deliveries().size() >= 20);
        assertThat(traffic.status().rate()).isEqualTo(50);
    }

    @Test
    void keepsTheRateItIsGiven() throws Exception {
        Duration time = Promised.within(Duration.ofSeconds(5), () -> {
            long before = traffic.status().sent();
            traffic.rate(200);
            await().atMost(AT_MOST).until(() -> traffic.status().sent() - before >= 400);
            return before;
        });

        assertThat(time).isGreaterThan(Duration.ofMillis(1800));
    }

    @Test
    void startsAndStopsByTheButtons() throws Exception {
        HttpResponse<String> started = browser.submit("/sandbox/traffic", "rate=100");
        assertThat(started.statusCode()).isEqualTo(303);
        await().atMost(AT_MOST).until(() -> frontDoor.deliveries().size() >= 10);
        Document page = browser.page("/sandbox");
        assertThat(page.select("#traffic button").eachText()).containsExactly("Change", "Stop");

        browser.submit("/sandbox/traffic", "rate=0");
        awaitQuiet();
        JsonNode status = JSON.readTree(browser.get("/sandbox/traffic.json").body());
        assertThat(status.get("rate").asDouble()).isZero();
        assertThat(status.get("accepted").asLong()).isPositive();
        assertThat(browser.page("/sandbox").select("#traffic button").eachText())
                .containsExactly("Start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "5001", "NaN", "Infinity", "fast"})
    void refusesARateItCanNotKeep(String rate) throws Exception {
        assertThat(browser.post("/sandbox/traffic?rate=" + rate).statusCode()).isEqualTo(400);
        assertThat(traffic.status().running()).isFalse();
    }

    @Test
    void countsRefusalsAndKeepsTheRefusedForAnotherTry() {
        frontDoor.answer(503);
        traffic.rate(50);
        await().atMost(AT_MOST).until(() -> traffic.status().refused() >= 5);

        assertThat(traffic.status().retrying()).isGreaterThanOrEqualTo(5);
        assertThat(traffic.status().lost()).isZero();
    }

    @Test
    void neverHasMoreRequestsOpenThanItsLimit() {
        CountDownLatch opening = new CountDownLatch(1);
        frontDoor.holdUntil(opening);
        try {
            traffic.rate(2000);
            await().atMost(AT_MOST).until(() -> frontDoor.deliveries().size() == Traffic.MAX_IN_FLIGHT);
            await().during(Duration.ofMillis(500))
                    .atMost(AT_MOST)
                    .until(() -> frontDoor.deliveries().size() == Traffic.MAX_IN_FLIGHT);
        } finally {
            opening.countDown();
        }

        await().atMost(AT_MOST).until(() -> frontDoor.deliveries().size() > 2 * Traffic.MAX_IN_FLIGHT);
    }

    private void awaitQuiet() {
        await().atMost(AT_MOST).until(() -> {
            TrafficCount.Status status = traffic.status();
            return status.sent() == status.accepted() + status.refused();
        });
    }
}
