package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.EventStream;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import dev.aftertalk.testing.TestPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class TwoNodesIT {

    private static final int EVENTS = 2000;

    @TempDir
    Path folder;

    @Test
    void everyEventIsDoneOnceWhenOneOfTwoNodesIsKilledHalfWay() throws Exception {
        String url = TestPostgres.newDatabase();
        try (IadvizePeer iadvize = new IadvizePeer();
                SmtpPeer smtp = new SmtpPeer();
                AftertalkProcess first = node("first", url, iadvize, smtp);
                AftertalkProcess second = node("second", url, iadvize, smtp)) {
            first.start();
            second.start();
            try (EventStream events = EventStream.start(
                    1000, EVENTS, 200, new SignedWebhook(first.port()), new SignedWebhook(second.port()))) {
                await().atMost(Duration.ofSeconds(60)).until(() -> events.sent() >= EVENTS / 2);
                first.kill();
                events.await();

                await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(new HashSet<>(smtp.recipients()))
                        .containsAll(events.acknowledged()));
                JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Balance.of(database).oldestOnTheWay().isEmpty());
                Balance balance = Balance.of(database);
                assertThat(events.acknowledged()).hasSizeGreaterThan(EVENTS / 2);
                assertThat(balance.unexplained()).isZero();
                assertThat(balance.count("done")).isEqualTo(3 * balance.accepted());
                // A mail that came twice is one the killed node was sending: the ledger says so of each.
                long twice = smtp.recipients().size() - new HashSet<>(smtp.recipients()).size();
                long doneAgain = database.sql("SELECT count(*) FROM run WHERE cause LIKE 'Done again:%'")
                        .query(Long.class)
                        .single();
                assertThat(twice).isLessThanOrEqualTo(doneAgain);
                assertThat(doneAgain).isLessThanOrEqualTo(16);
            }
        }
    }

    private AftertalkProcess node(String name, String url, IadvizePeer iadvize, SmtpPeer smtp) throws Exception {
        return AftertalkProcess.with(
                folder.resolve(name),
                Stream.concat(
                                Stream.of(AftertalkProcess.settings(iadvize, smtp)),
                                Stream.of("--spring.datasource.url=" + url, "--aftertalk.ledger.lease=6s"))
                        .toArray(String[]::new));
    }
}
