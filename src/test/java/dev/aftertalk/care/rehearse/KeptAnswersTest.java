package dev.aftertalk.care.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.care.retention.Erasure;
import dev.aftertalk.care.retention.ErasureRequest;
import dev.aftertalk.deploy.RunningRoutes;
import dev.aftertalk.ledger.LedgerWrites;
import dev.aftertalk.ledger.history.PastEvents;
import dev.aftertalk.ledger.history.PastEvents.PastEvent;
import dev.aftertalk.privacy.KeptData;
import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import dev.aftertalk.testing.SmtpPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What iAdvize answered, kept for the workflows that want it. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
class KeptAnswersTest {

    private static final IadvizePeer IADVIZE;
    private static final SmtpPeer SMTP;
    private static final Path HOME;
    private static final int VISITOR = 3_990_001;
    private static final String ADDRESS = "v" + VISITOR + "@visitors.test";

    static {
        try {
            HOME = Files.createTempDirectory("aftertalk-kept");
            IADVIZE = new IadvizePeer();
            SMTP = new SmtpPeer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Autowired
    private Rehearser rehearser;

    @Autowired
    private RunningRoutes running;

    @Autowired
    private JdbcClient database;

    @Autowired
    private ApplicationContext context;

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", () -> HOME.resolve("data").toString());
        IADVIZE.settings(settings);
        SMTP.settings(settings);
        settings.add("iadvize.keep.workflows", () -> "thank-you-email");
        settings.add("iadvize.keep.secret", () -> "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
    }

    /** Also when iAdvize knows the visitor by another address since, or not at all. */
    @Test
    void areWhatARehearsalSeesAndGoWithTheirVisitor() throws Exception {
        assertThat(new SignedWebhook(port).post(SignedWebhook.closedConversation(VISITOR)))
                .isEqualTo(202);
        await().until(() -> SMTP.receivedBy(ADDRESS).size() == 1);
        await().until(() -> sealed().size() == 1);
        assertThat(sealed().get(0)).doesNotContain("visitors", ADDRESS);

        IADVIZE.answer(exchange -> IadvizePeer.json(exchange, 404, "{\"meta\":{\"status\":\"error\"}}"));
        IADVIZE.forget();
        assertThat(rehearsed()).contains("  To: " + ADDRESS);
        assertThat(IADVIZE.asked()).isEmpty();

        erase();
        assertThat(sealed()).isEmpty();
    }

    private List<String> sealed() {
        return database.sql("SELECT sealed FROM kept_answer")
                .query(String.class)
                .list();
    }

    private List<String> rehearsed() throws Exception {
        List<String> lines = new ArrayList<>();
        try (Stream<PastEvent> events = PastEvents.last(database, 1)) {
            rehearser.rehearse(running.files(), running.files(), events, new Rehearser.Listener() {
                @Override
                public void begins(Map<String, String> notMade) {}

                @Override
                public void compared(Comparison comparison) {
                    lines.addAll(Rehearsing.worked(comparison, "thank-you-email"));
                }
            });
        }
        return lines;
    }

    private void erase() throws Exception {
        new Erasure(
                        context.getBean(DataSource.class),
                        context.getBean(LedgerWrites.class),
                        Duration.ofSeconds(30),
                        true,
                        List.copyOf(context.getBeansOfType(KeptData.class).values()))
                .run(new ErasureRequest(null, null, String.valueOf(VISITOR), null, null), "test");
    }
}
