package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.FreePort;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.PeerServer;
import dev.aftertalk.testing.SignedWebhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The example of the page on extending: a workflow with a component that Aftertalk does not bring, run as it stands there. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "iadvize.webhook.secrets=" + SignedWebhook.SECRET,
            "camel.main.routes-include-pattern=file:routes/webhook.camel.yaml,file:routes/errors.camel.yaml,"
                    + "file:src/docs/extending/*.camel.yaml"
        })
@DirtiesContext
class ExtendingTest {

    private static final Path PAGE = Path.of("src/docs/extending.md");
    private static final PeerServer SLACK;

    static {
        try {
            SLACK = new PeerServer(FreePort.next());
            SLACK.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TempDir
    static Path data;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", data::toString);
        settings.add("slack.webhook-url", () -> SLACK.url() + "/services/T0/B0/a+b%41&c");
    }

    @AfterAll
    static void stop() {
        SLACK.close();
    }

    @Test
    void showsTheFilesAsTheyAre() throws Exception {
        String page = Files.readString(PAGE);
        assertThat(page).contains(Files.readString(Path.of("src/docs/extending/slack-alert.camel.yaml")));
    }

    @Test
    void tellsSlackOnceAlsoWhenSlackWasDownAtFirst() throws Exception {
        String event = SignedWebhook.closedConversation(1);
        assertThat(new SignedWebhook(port).post(event)).isEqualTo(202);
        LedgerFile ledger = new LedgerFile(data);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ledger.run(EventIds.of(event), "slack-alert"), run -> run.startsWith("retrying"));
        SLACK.start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ledger.run(EventIds.of(event), "slack-alert"), run -> run.equals("done"));
        assertThat(SLACK.asked()).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/services/T0/B0/a+b%41&c");
            assertThat(request.text()).contains("on CHAT has closed");
        });
    }
}
