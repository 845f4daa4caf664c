package dev.aftertalk.connectors.jira;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Without {@code jira.*} the application starts, and a workflow that asks for Jira all the same says what is missing. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "jira.url=",
            "jira.email=",
            "jira.api-token=",
            "camel.main.routes-include-pattern=file:routes/webhook.camel.yaml,file:routes/errors.camel.yaml,"
                    + "classpath:jira/routes/*.camel.yaml"
        })
@Import(JiraSinkApp.Beans.class)
class UnconfiguredJiraTest {

    @TempDir(cleanup = org.junit.jupiter.api.io.CleanupMode.NEVER)
    static Path data;

    @Autowired
    CamelContext camel;

    @LocalServerPort
    int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", data::toString);
        settings.add("iadvize.webhook.secrets", () -> SignedWebhook.SECRET);
    }

    @Test
    void saysWhichSettingsAreMissing() throws Exception {
        String event = UUID.randomUUID().toString();
        String body = "{\"eventId\":\"" + event + "\",\"eventType\":\"satisfaction.answered\","
                + "\"createdAt\":\"2026-05-01T10:00:00Z\",\"conversationId\":\"" + UUID.randomUUID() + "\"}";
        assertThat(new SignedWebhook(port).post(body)).isEqualTo(202);
        LedgerFile ledger = new LedgerFile(data);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(ledger.run(event, "jira-test"))
                .isEqualTo("dead Jira is not configured: set jira.url, jira.email, jira.api-token"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jira-issue:open | summary is missing",
                "jira-issue:close?summary=a | there is jira-issue:open",
                "jira-issue:open?summary=a&issuetyp=Bug | issuetyp",
                "jira-issue:open?summary=${body | expected symbol functionEnd",
                "jira-issue:open?summary=a&summary=b | given twice"
            })
    void refusesAtStartWhatIsWrittenWrong(String uri, String fault) {
        assertThatThrownBy(() -> camel.getEndpoint(uri)).rootCause().hasMessageContaining(fault);
    }
}
