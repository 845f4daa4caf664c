package dev.aftertalk.usecases.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.Promised;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DashboardStreamTest extends DashboardApp {

    private static final Duration PROMISED = Duration.ofSeconds(2);

    @Test
    void sendsTheFiguresAtOnceAndWithinTwoSecondsOfAnAnswer() throws Exception {
        try (HeardStream stream = new HeardStream(as("viewer").stream("range=today&project=91"));
                HeardStream other = new HeardStream(as("viewer").stream("range=today&project=89"))) {
            assertThat(stream.status).isEqualTo(200);
            await().until(() -> csat(stream).equals("–") && csat(other).equals("–"));
            AtomicInteger answers = new AtomicInteger();
            Promised.within(PROMISED, () -> {
                answer(91, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "5");
                String all = answers.incrementAndGet() + " ";
                await().pollInterval(Duration.ofMillis(20))
                        .until(() -> ratings(stream).startsWith(all));
                return all;
            });
            assertThat(csat(stream)).isEqualTo("100.0%");
            await().until(() -> other.figures() > 1);
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
            await().untilAsserted(() -> {
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
            await().until(() -> ratings(stream).startsWith("60 "));
            assertThat(stream.figures()).isLessThanOrEqualTo(2 + (System.nanoTime() - begin) / 1_000_000_000L);
        }
    }

    @Test
    void endsWhenTheUserLogsOut() throws Exception {
        Browsing browser = as("viewer");
        try (HeardStream stream = new HeardStream(browser.stream("range=today"))) {
            await().until(() -> stream.figures() > 0 || stream.ended());
            assertThat(stream.ended()).as(stream::toString).isFalse();
            assertThat(browser.logOut()).isEqualTo(302);
            await().until(stream::ended);
        }
    }

    /**
     * Longer than an ended login takes to be noticed: figures come once a second, and less often from a busy machine. Like a browser, this
     * asks again when its connection breaks, which ends no login.
     */
    @Test
    void goesOnWhileTheUserIsLoggedIn() throws Exception {
        Browsing browser = as("viewer");
        List<HeardStream> heard = new ArrayList<>();
        try {
            await().atMost(Duration.ofMinutes(2)).untilAsserted(() -> {
                if (heard.stream().allMatch(HeardStream::ended)) {
                    heard.add(new HeardStream(browser.stream("range=today&project=94")));
                }
                answer(94, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "4");
                assertThat(heard).anyMatch(stream -> stream.figures() > 4);
            });
        } finally {
            for (HeardStream stream : heard) {
                stream.close();
            }
        }
        assertThat(heard).extracting(stream -> stream.status).containsOnly(200);
    }

    @Test
    void refusesAUserMoreStreamsThanTheSettingSaysUntilOneIsClosed() throws Exception {
        Browsing browser = as("viewer");
        HeardStream first = new HeardStream(browser.stream("range=today"));
        try (HeardStream second = new HeardStream(browser.stream("range=today"))) {
            assertThat(second.status).isEqualTo(200);
            HeardStream third = new HeardStream(browser.stream("range=today"));
            assertThat(third.status).isEqualTo(503);
            await().until(() -> third.lines.toString().contains("Too many pages are open"));
            try (HeardStream others = new HeardStream(as("viewer").stream("range=today"))) {
                assertThat(others.status).isEqualTo(200);
            }
            first.close();
            // The server notices at the next word that nobody hears.
            await().pollInterval(Duration.ofMillis(300)).until(() -> {
                answer(93, UUID.randomUUID().toString(), Instant.now(), "customerSatisfaction", "4");
                try (HeardStream again = new HeardStream(browser.stream("range=today"))) {
                    return again.status == 200;
                }
            });
        }
    }

    /** How many ratings the figures count, and the word for them. */
    private static String ratings(HeardStream stream) {
        return stream.last().select("#stat-csat .of").text();
    }

    private static String csat(HeardStream stream) {
        return stream.last().select("#stat-csat .figure").text();
    }
}
