package dev.aftertalk.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DashboardStreamTest extends DashboardApp {

    private static final Duration PROMISED = Duration.ofSeconds(2);

    @Test
    void tellsOfAnAnswerWithinTwoSecondsAndThePageShowsIt() throws Exception {
        Browsing browser = as("viewer");
        String path = "/dashboard/figures?range=today&project=91";
        assertThat(browser.page(path).select("#stat-csat .figure").text()).isEqualTo("–");
        try (HeardStream stream = new HeardStream(browser.stream())) {
            assertThat(stream.status).isEqualTo(200);
            answer(91, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "5");
            long posted = System.nanoTime();
            await().atMost(PROMISED).pollInterval(Duration.ofMillis(20)).until(() -> stream.changes() > 0);
            assertThat(browser.page(path).select("#stat-csat .figure").text()).isEqualTo("100.0%");
            assertThat(Duration.ofNanos(System.nanoTime() - posted)).isLessThan(PROMISED);
        }
    }

    @Test
    void tellsOfManyAnswersOnceASecond() throws Exception {
        try (HeardStream stream = new HeardStream(as("viewer").stream())) {
            long begin = System.nanoTime();
            for (int n = 0; n < 60; n++) {
                answer(92, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "4");
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> stream.changes() > 0);
            await().pollDelay(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() -> true);
            assertThat(stream.changes()).isLessThanOrEqualTo(1 + (System.nanoTime() - begin) / 1_000_000_000L);
        }
    }

    @Test
    void endsWhenTheUserLogsOut() throws Exception {
        Browsing browser = as("viewer");
        try (HeardStream stream = new HeardStream(browser.stream())) {
            await().atMost(PROMISED).until(() -> !stream.lines.isEmpty());
            assertThat(stream.ended()).isFalse();
            assertThat(browser.logOut()).isEqualTo(302);
            await().atMost(Duration.ofSeconds(6)).until(stream::ended);
        }
    }

    @Test
    void goesOnWhileTheUserIsLoggedIn() throws Exception {
        try (HeardStream stream = new HeardStream(as("viewer").stream())) {
            await().atMost(Duration.ofSeconds(20)).until(() -> stream.lines.contains(": beat"));
            assertThat(stream.ended()).isFalse();
        }
    }

    @Test
    void refusesAUserMoreStreamsThanTheSettingSaysUntilOneIsClosed() throws Exception {
        Browsing browser = as("viewer");
        HeardStream first = new HeardStream(browser.stream());
        try (HeardStream second = new HeardStream(browser.stream())) {
            assertThat(second.status).isEqualTo(200);
            HeardStream third = new HeardStream(browser.stream());
            assertThat(third.status).isEqualTo(503);
            await().atMost(PROMISED).until(() -> third.lines.toString().contains("Too many dashboards are open"));
            try (HeardStream others = new HeardStream(as("viewer").stream())) {
                assertThat(others.status).isEqualTo(200);
            }
            first.close();
            // The server notices at the next word that nobody hears.
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        answer(93, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "4");
                        try (HeardStream again = new HeardStream(browser.stream())) {
                            return again.status == 200;
                        }
                    });
        }
    }
}
