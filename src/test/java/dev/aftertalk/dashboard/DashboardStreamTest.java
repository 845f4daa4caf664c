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
    void sendsTheFiguresAtOnceAndWithinTwoSecondsOfAnAnswer() throws Exception {
        try (HeardStream stream = new HeardStream(as("viewer").stream("range=today&project=91"));
                HeardStream other = new HeardStream(as("viewer").stream("range=today&project=89"))) {
            assertThat(stream.status).isEqualTo(200);
            await().atMost(PROMISED)
                    .until(() -> csat(stream).equals("–") && csat(other).equals("–"));
            answer(91, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "5");
            await().atMost(PROMISED).pollInterval(Duration.ofMillis(20)).until(() -> csat(stream)
                    .equals("100.0%"));
            await().atMost(PROMISED).until(() -> other.figures() > 1);
            assertThat(csat(other)).isEqualTo("–");
        }
    }

    @Test
    void sendsEachReaderWhatHeMaySeeInHisLanguageAndForm() throws Exception {
        String comment = "two\\nlines\\n\\n  and data: more";
        answer(88, UUID.randomUUID().toString(), Instant.now(), "satisfactionComment", "\"" + comment + "\"");
        try (HeardStream viewer = new HeardStream(as("viewer").stream("range=today&project=88&lang=fr"));
                HeardStream operator = new HeardStream(as("operator").stream("range=today&project=88"));
                HeardStream wall = new HeardStream(as("operator").stream("range=today&project=88&wall="))) {
            await().atMost(PROMISED).untilAsserted(() -> {
                assertThat(operator.last().wholeText()).contains("two\nlines\n\n  and data: more", "Response rate");
                assertThat(viewer.last().wholeText())
                        .contains("Taux de réponse")
                        .doesNotContain("lines");
                assertThat(wall.last().select("#stat-csat")).hasSize(1);
            });
            assertThat(wall.last().wholeText()).doesNotContain("lines");
        }
    }

    @Test
    void sendsTheFiguresOfManyAnswersOnceASecond() throws Exception {
        try (HeardStream stream = new HeardStream(as("viewer").stream("range=today&project=92"))) {
            long begin = System.nanoTime();
            for (int n = 0; n < 60; n++) {
                answer(92, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "4");
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> stream.last().select("#stat-csat .of").text().startsWith("60 "));
            assertThat(stream.figures()).isLessThanOrEqualTo(2 + (System.nanoTime() - begin) / 1_000_000_000L);
        }
    }

    @Test
    void endsWhenTheUserLogsOut() throws Exception {
        Browsing browser = as("viewer");
        try (HeardStream stream = new HeardStream(browser.stream("range=today"))) {
            await().atMost(PROMISED).until(() -> !stream.lines.isEmpty());
            assertThat(stream.ended()).isFalse();
            assertThat(browser.logOut()).isEqualTo(302);
            await().atMost(Duration.ofSeconds(6)).until(stream::ended);
        }
    }

    @Test
    void goesOnWhileTheUserIsLoggedIn() throws Exception {
        try (HeardStream stream = new HeardStream(as("viewer").stream("range=today&project=94"))) {
            // Longer than an ended login takes to be noticed.
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                answer(94, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "4");
                return stream.figures() > 4;
            });
            assertThat(stream.ended()).isFalse();
        }
    }

    @Test
    void refusesAUserMoreStreamsThanTheSettingSaysUntilOneIsClosed() throws Exception {
        Browsing browser = as("viewer");
        HeardStream first = new HeardStream(browser.stream("range=today"));
        try (HeardStream second = new HeardStream(browser.stream("range=today"))) {
            assertThat(second.status).isEqualTo(200);
            HeardStream third = new HeardStream(browser.stream("range=today"));
            assertThat(third.status).isEqualTo(503);
            await().atMost(PROMISED).until(() -> third.lines.toString().contains("Too many dashboards are open"));
            try (HeardStream others = new HeardStream(as("viewer").stream("range=today"))) {
                assertThat(others.status).isEqualTo(200);
            }
            first.close();
            // The server notices at the next word that nobody hears.
            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        answer(93, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "4");
                        try (HeardStream again = new HeardStream(browser.stream("range=today"))) {
                            return again.status == 200;
                        }
                    });
        }
    }

    private static String csat(HeardStream stream) {
        return stream.last().select("#stat-csat .figure").text();
    }
}
