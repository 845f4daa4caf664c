package dev.aftertalk.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.routes.EventIds;
import dev.aftertalk.testing.LedgerFile;
import dev.aftertalk.testing.SignedWebhook;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.DisabledAware;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@ExtendWith(OutputCaptureExtension.class)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "iadvize.webhook.secrets=" + SignedWebhook.SECRET,
            "mail.host=127.0.0.1",
            "workflows.promo-code=off",
            "workflows.satisfaction-survey=YES ",
            "survey.delay=0",
            "satisfaction.settle-time=soon",
            "jira.url=http://127.0.0.1:9",
            "jira.email=a@shop.test",
            "jira.api-token=t",
            "jira.project=CUST",
            "mail.hots=x",
            "mail.ssl-bundle=shop"
        })
@DirtiesContext
class LeftOutWorkflowsTest {

    @TempDir
    static Path data;

    @LocalServerPort
    private int port;

    @Autowired
    private CamelContext camel;

    @Autowired
    private Ledger ledger;

    private static CapturedOutput start;

    @BeforeAll
    static void captureTheStart(CapturedOutput output) {
        start = output;
    }

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry settings) {
        settings.add("aftertalk.data-dir", data::toString);
    }

    @Test
    void leavesOutAWorkflowWithoutItsSettingsAndSaysWhich() throws Exception {
        assertThat(camel.getRoute("thank-you-email")).isNull();
        assertThat(camel.getRoute("router")).isNotNull();
        assertThat(start)
                .contains(
                        "The workflow thank-you-email is left out; to run it, set iadvize.rest.api-key or iadvize.graphql.username");

        String event = SignedWebhook.closedConversation(8001);
        assertThat(new SignedWebhook(port).post(event)).isEqualTo(202);
        LedgerFile ledger = new LedgerFile(data);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ledger.run(EventIds.of(event), "thank-you-email"), run -> !run.equals("none"));
        assertThat(ledger.run(EventIds.of(event), "thank-you-email"))
                .isEqualTo(
                        "skipped The workflow is left out: iadvize.rest.api-key or iadvize.graphql.username not set.");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ledger.balance().oldestOnTheWay().isEmpty());
    }

    @Test
    void leavesOutARouteWithoutItsSettingsThatIsNoWorkflow() {
        assertThat(camel.getRoute("alerts")).isNull();
        assertThat(start).contains("The route alerts is left out; to run it, set alerts.to");
        assertThat(ledger.leftOut()).contains("thank-you-email").doesNotContain("alerts");
    }

    @Test
    void leavesOutAWorkflowWhoseSettingCantBeReadAndSaysWhatItMayBe() throws Exception {
        String problem =
                "satisfaction.settle-time is \"soon\"; it may be a time such as 500ms, 30s, 10m, 2h, 1d or 1h30m";
        assertThat(camel.getRoute("jira-ticket-for-score")).isNull();
        assertThat(start)
                .contains("The workflow jira-ticket-for-score is left out; to run it, correct this: " + problem);

        String event = EventIds.renewed(SignedWebhook.sample("satisfaction.answered.customerSatisfaction"));
        assertThat(new SignedWebhook(port).post(event)).isEqualTo(202);
        LedgerFile ledger = new LedgerFile(data);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ledger.run(EventIds.of(event), "jira-ticket-for-score"), run -> run.startsWith("skipped"));
        assertThat(ledger.run(EventIds.of(event), "jira-ticket-for-score"))
                .isEqualTo("skipped The workflow is left out: " + problem + ".");
    }

    @Test
    void leavesOutWhatMailsWhenTheMailServersAuthorityIsMissing() {
        assertThat(start)
                .contains("mail.ssl-bundle is \"shop\", and there is no"
                        + " spring.ssl.bundle.pem.shop.truststore.certificate")
                .doesNotContain("\tat ");
    }

    @Test
    void readsASwitchInAnySpelling() {
        assertThat(disabled("router-start-promo-code")).isTrue();
        assertThat(disabled("router-start-satisfaction-survey")).isFalse();
        assertThat(camel.resolvePropertyPlaceholders(
                        "{{off:workflows.promo-code}} {{on:workflows.satisfaction-survey}}"))
                .isEqualTo("true true");
    }

    @Test
    void asksWhetherAnotherNameWasMeant() {
        assertThat(start).contains("mail.hots is no setting of Aftertalk; did you mean mail.host?");
    }

    private boolean disabled(String step) {
        return camel.getProcessor(step) instanceof DisabledAware known && known.isDisabled();
    }

    @Test
    void countsAnswersWithoutALookUpWhereNoneIsConfigured(CapturedOutput output) throws Exception {
        String event = EventIds.renewed(SignedWebhook.sample("satisfaction.answered.customerSatisfaction"));
        assertThat(new SignedWebhook(port).post(event)).isEqualTo(202);
        LedgerFile ledger = new LedgerFile(data);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> ledger.run(EventIds.of(event), "csat"), run -> run.equals("done"));
        assertThat(output).doesNotContain("could not be looked up");
        assertThat(disabled("csat-if-something-is-missing")).isTrue();
    }

    @Test
    void readsListsAndAlternatives() {
        NeededSettings needs = NeededSettings.parse("jira.url, a or b ,c");
        assertThat(needs.missing(new MockEnvironment())).containsExactly("jira.url", "a or b", "c");
        assertThat(needs.missing(new MockEnvironment()
                        .withProperty("jira.url", "http://x")
                        .withProperty("b", "1")
                        .withProperty("c", "")))
                .containsExactly("c");
    }
}
