package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.EventStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import dev.aftertalk.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Two servers on one database, the first of which is killed in the end. How many other events come between those with one id is a setting
 * ({@code -Dtest.others=50000 -Dtest.rate=200}).
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesIT {

    private static final int EVENTS = 2000;
    private static final int OTHERS = Integer.getInteger("test.others", 500);
    private static final int RATE = Integer.getInteger("test.rate", 200);
    private static final int AT_ONCE = 100;
    private static final int FIRST_OTHER = 10_000_000;

    @TempDir
    static Path folder;

    private static IadvizePeer iadvize;
    private static SmtpPeer smtp;
    private static AftertalkProcess first;
    private static AftertalkProcess second;
    private static List<SignedWebhook> nodes;
    private static JdbcClient database;

    @BeforeAll
    static void start() throws Exception {
        String url = TestPostgres.newDatabase();
        database = JdbcClient.create(new DriverManagerDataSource(url));
        iadvize = new IadvizePeer();
        smtp = new SmtpPeer();
        first = node("first", url).start();
        second = node("second", url).start();
        nodes = List.of(new SignedWebhook(first.port()), new SignedWebhook(second.port()));
    }

    @AfterAll
    static void stop() throws Exception {
        first.close();
        second.close();
        iadvize.close();
        smtp.close();
    }

    @Test
    @Order(1)
    void actsOnceOnAnEventThatComesAHundredTimesAtOnceAndAgainAfterManyOthers() throws Exception {
        String event = SignedWebhook.closedConversation(7);
        String eventId = event.replaceAll("(?s).*\"eventId\": *\"([^\"]+)\".*", "$1");
        assertThat(postAtOnce(event)).containsExactly(202);
        AtomicInteger number = new AtomicInteger();
        Supplier<String> other = () -> number.get() == OTHERS
                ? null
                : SignedWebhook.closedConversation(FIRST_OTHER + number.getAndIncrement());
        try (EventSender others = EventSender.start(RATE, other, nodes.toArray(SignedWebhook[]::new))) {
            await("the others are sent")
                    .atMost(Duration.ofSeconds(60 + 3 * OTHERS / RATE))
                    .until(() -> others.sent() == OTHERS);
            others.finish(Duration.ofMinutes(2));
            System.out.println(OTHERS + " others; sent again after " + others.refusals());
        }
        assertThat(postAtOnce(event)).containsExactly(202);
        awaitNothingOnTheWay();

        assertThat(smtp.recipients()).hasSize(1 + OTHERS).containsOnlyOnce("v7@visitors.test");
        assertThat(number("SELECT count(*) FROM event")).isEqualTo(1 + OTHERS);
        assertThat(number("SELECT count(*) FROM run WHERE attempt <> 1 AND state <> 'skipped'"))
                .isZero();
        assertThat(database.sql(
                                "SELECT r.workflow FROM run r JOIN event e ON e.seq = r.event_seq WHERE e.event_id = ? AND r.state = 'done'")
                        .param(eventId)
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("router", "thank-you-email", "live-conversations");
    }

    @Test
    @Order(2)
    void everyEventIsDoneOnceWhenOneOfTwoNodesIsKilledHalfWay() throws Exception {
        try (EventStream events = EventStream.start(1000, EVENTS, 200, nodes.toArray(SignedWebhook[]::new))) {
            await().atMost(Duration.ofSeconds(60)).until(() -> events.sent() >= EVENTS / 2);
            first.kill();
            events.await();

            await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(new HashSet<>(smtp.recipients()))
                    .containsAll(events.acknowledged()));
            awaitNothingOnTheWay();
            Balance balance = Balance.of(database);
            assertThat(events.acknowledged()).hasSizeGreaterThan(EVENTS / 2);
            assertThat(balance.unexplained()).isZero();
            assertThat(balance.count("done")).isEqualTo(3 * balance.accepted());
            // A mail that came twice is one the killed node was sending: the ledger says so of each.
            long twice = smtp.recipients().size() - new HashSet<>(smtp.recipients()).size();
            long doneAgain = number("SELECT count(*) FROM run WHERE cause LIKE 'Done again:%'");
            assertThat(twice).isLessThanOrEqualTo(doneAgain);
            assertThat(doneAgain).isLessThanOrEqualTo(16);
        }
    }

    /** Which answers there were. */
    private static Set<Integer> postAtOnce(String event) {
        List<CompletableFuture<Integer>> answers = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> nodes.get(i % nodes.size()).postAsync(event))
                .toList();
        Set<Integer> statuses = new HashSet<>();
        answers.forEach(answer -> statuses.add(answer.join()));
        return statuses;
    }

    private static void awaitNothingOnTheWay() {
        await().atMost(Duration.ofSeconds(60 + OTHERS / 100))
                .until(() -> Balance.of(database).onTheWay() == 0);
    }

    private static long number(String sql) {
        return database.sql(sql).query(Long.class).single();
    }

    private static AftertalkProcess node(String name, String url) throws IOException {
        return AftertalkProcess.with(
                folder.resolve(name),
                Stream.concat(
                                Stream.of(AftertalkProcess.settings(iadvize, smtp)),
                                Stream.of("--spring.datasource.url=" + url, "--aftertalk.ledger.lease=6s"))
                        .toArray(String[]::new));
    }
}
