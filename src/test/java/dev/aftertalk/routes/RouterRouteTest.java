package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.SignedWebhook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouterRouteTest extends RoutesTest {

    @Test
    void startsTheThankYouMailWhenAConversationCloses() throws Exception {
        String event = SignedWebhook.closedConversation(7101);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "router", "done");
        awaitRun(EventIds.of(event), "thank-you-email", "done");
    }

    @Test
    void startsTheLeadWhenAVisitorIsUpdated() throws Exception {
        String event = EventIds.renewed(SignedWebhook.sample("visitor.updated"));
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "router", "done");
        awaitRun(
                EventIds.of(event),
                "salesforce-lead-for-visitor",
                "skipped The workflow is left out: salesforce.login-url.*");
    }

    @ParameterizedTest
    @CsvSource({
        "v2.conversation.pushed, live-conversations",
        "v2.conversation.closed, live-conversations",
        "conversation.started, live-conversations",
        "satisfaction.answered.customerSatisfaction, csat"
    })
    void startsWhatTheFiguresAreMadeOf(String sample, String workflow) throws Exception {
        String event = EventIds.renewed(SignedWebhook.sample(sample));
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "router", "done");
        awaitRun(EventIds.of(event), workflow, "done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user.created", "transaction.attributed", "conversation.closed"})
    void keepsWhatHasNoBranchAsUnrouted(String sample) throws Exception {
        String event = EventIds.renewed(SignedWebhook.sample(sample));
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "router", "unrouted");
    }
}
