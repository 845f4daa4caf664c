package dev.aftertalk.routes;

import static org.awaitility.Awaitility.await;

import dev.aftertalk.access.TestTokens;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.Scrape;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The real files of {@code routes/} in the real application, between an iAdvize and a mail server that speak the real protocols. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
abstract class RoutesTest {

    // Shared by all tests on routes, as the application is.
    static final String PUBLIC_URL = "https://aftertalk.example.com";
    static final IadvizePeer IADVIZE;
    static final SmtpPeer SMTP;

    static {
        try {
            IADVIZE = new IadvizePeer();
            SMTP = new SmtpPeer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @LocalServerPort
    int port;

    @Autowired
    Environment environment;

    @Autowired
    ApplicationContext context;

    SignedWebhook webhook;
    LedgerFile ledger;
    private String authorization;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) throws IOException {
        // A test with settings of its own has an application of its own, beside this one, and so needs another folder.
        Path data = Files.createTempDirectory("aftertalk-routes");
        settings.add("aftertalk.data-dir", data::toString);
        // Each test breaks a peer that the next one needs.
        settings.add("resilience.probe-interval", () -> "200ms");
        settings.add("aftertalk.public-url", () -> PUBLIC_URL);
        IADVIZE.settings(settings);
        SMTP.settings(settings);
        settings.add("aftertalk.metrics.pause", () -> "500ms");
    }

    @BeforeEach
    void connect() {
        webhook = new SignedWebhook(port);
        ledger = new LedgerFile(Path.of(environment.getRequiredProperty("aftertalk.data-dir")));
    }

    @AfterEach
    void answerAsUsual() {
        IADVIZE.answer(null);
    }

    /** What opens /api and the metrics, as the header Authorization. */
    String authorization() {
        if (authorization == null) {
            authorization = TestTokens.authorization(context);
        }
        return authorization;
    }

    /** What the server shows Prometheus now. */
    Scrape scrape() {
        return Scrape.of(port, authorization());
    }

    /** Waits for the state of a run, and its cause, to match. */
    void awaitRun(String eventId, String workflow, String pattern) {
        await().atMost(Duration.ofSeconds(20)).until(() -> ledger.run(eventId, workflow), run -> run.matches(pattern));
    }
}
