package dev.aftertalk.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.aftertalk.ledger.history.Balance;
import dev.aftertalk.testing.AftertalkProcess;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import dev.aftertalk.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;

/**
 * Two servers on one PostgreSQL go from one version to another under load, one after the other, and back where {@code -Dtest.back=true} says so. Wants
 * the jars of both, {@code -Dtest.from=… -Dtest.to=target/aftertalk.jar}; the routes are those beside the folder of the first.
 */
class VersionsIT {

    private static final String FROM = System.getProperty("test.from");
    private static final Path TO = Path.of(System.getProperty("test.to", "target/aftertalk.jar"));
    private static final boolean BACK = Boolean.getBoolean("test.back");
    private static final int RATE = Integer.getInteger("test.rate", 50);
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void losesNothingAndDoesNothingTwice() throws Exception {
        assumeTrue(FROM != null, "needs the jar of another version, -Dtest.from");
        String url = TestPostgres.newDatabase();
        JdbcClient database = JdbcClient.create(new DriverManagerDataSource(url));
        SmtpPeer smtp = new SmtpPeer();
        List<AftertalkProcess> servers = new ArrayList<>();
        try (IadvizePeer iadvize = new IadvizePeer()) {
            for (String name : List.of("first", "second")) {
                servers.add(server(name, url, iadvize, smtp).start());
            }
            AtomicInteger number = new AtomicInteger();
            try (EventSender events = EventSender.start(
                    RATE,
                    () -> SignedWebhook.closedConversation(number.getAndIncrement()),
                    servers.stream().map(each -> new SignedWebhook(each.port())).toArray(SignedWebhook[]::new))) {
                goOn(events);
                change(servers, TO, events);
                if (BACK) {
                    change(servers, Path.of(FROM), events);
                }
                events.finish(Duration.ofMinutes(1));
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> Balance.of(database), balance -> balance.onTheWay() == 0);
                List<String> mails = smtp.recipients();
                int lost = events.sent() - new HashSet<>(mails).size();
                int doubled = mails.size() - new HashSet<>(mails).size();
                System.out.printf(
                        "from %s to %s%s, at %d/s: %d events, %d lost, %d doubled, %d dead; sent again after %s%n",
                        FROM,
                        TO,
                        BACK ? " and back" : "",
                        RATE,
                        events.sent(),
                        lost,
                        doubled,
                        Balance.of(database).count("dead"),
                        events.refusals());
                assertThat(List.of(lost, doubled)).containsOnly(0);
                assertThat(Balance.of(database).count("dead")).isZero();
            }
        } finally {
            for (AftertalkProcess server : servers) {
                server.close();
            }
            smtp.stop();
        }
    }

    private void change(List<AftertalkProcess> servers, Path jar, EventSender events) throws Exception {
        for (int i = 0; i < servers.size(); i++) {
            AftertalkProcess server = servers.get(i);
            assertThat(server.terminate()).isEqualTo(143);
            Files.copy(
                    jar,
                    home(i == 0 ? "first" : "second").resolve("aftertalk.jar"),
                    StandardCopyOption.REPLACE_EXISTING);
            server.start();
            goOn(events);
        }
    }

    private static void goOn(EventSender events) {
        int some = (int) (RATE * BETWEEN.toSeconds());
        int until = events.sent() + some;
        await().atMost(BETWEEN.multipliedBy(3)).until(() -> events.sent() >= until);
    }

    private Path home(String name) {
        return folder.resolve(name + ".home");
    }

    private AftertalkProcess server(String name, String url, IadvizePeer iadvize, SmtpPeer smtp) throws IOException {
        Path home = Files.createDirectories(home(name));
        Path from = Path.of(FROM).toAbsolutePath();
        Files.copy(from, home.resolve("aftertalk.jar"));
        FileSystemUtils.copyRecursively(from.getParent().resolveSibling("routes"), home.resolve("routes"));
        return AftertalkProcess.installed(
                home,
                folder.resolve(name),
                Stream.concat(
                                Stream.of(AftertalkProcess.settings(iadvize, smtp)),
                                Stream.of("--spring.datasource.url=" + url, "--aftertalk.ledger.lease=6s"))
                        .toArray(String[]::new));
    }
}
