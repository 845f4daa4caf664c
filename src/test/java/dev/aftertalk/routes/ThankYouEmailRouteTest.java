package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ThankYouEmailRouteTest extends RoutesTest {

    @Test
    void thanksTheVisitorOnceHoweverOftenTheEventComes() throws Exception {
        String event = SignedWebhook.closedConversation(7001);
        assertThat(webhook.post(event)).isEqualTo(202);
        assertThat(webhook.post(event)).isEqualTo(202);
        String later = SignedWebhook.closedConversation(7002);
        assertThat(webhook.post(event)).isEqualTo(202);
        assertThat(webhook.post(later)).isEqualTo(202);

        await().atMost(Duration.ofSeconds(20)).until(() -> SMTP.recipients().contains("v7002@visitors.test"));
        awaitRun(EventIds.of(event), "thank-you-email", "done");
        List<MimeMessage> mails = SMTP.receivedBy("v7001@visitors.test");
        assertThat(mails).hasSize(1);
        assertThat(mails.get(0).getSubject()).isEqualTo("Thank you Vera");
        assertThat(mails.get(0).getFrom()[0]).hasToString("thanks@shop.test");
        assertThat(mails.get(0).getMessageID()).contains(EventIds.of(event)).contains("thank-you-email");
    }

    /** iAdvize may close a conversation twice, and Aftertalk may have started it from iAdvize's lists. */
    @Test
    void thanksOnceForAConversationThatIsClosedTwice() throws Exception {
        String event = SignedWebhook.closedConversation(7004);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "done");
        String again = event.replace(EventIds.of(event), UUID.randomUUID().toString());
        assertThat(webhook.post(again)).isEqualTo(202);
        awaitRun(
                EventIds.of(again),
                "thank-you-email",
                "skipped this conversation was acted on already, for event " + EventIds.of(event));
        assertThat(SMTP.receivedBy("v7004@visitors.test")).hasSize(1);
    }

    /** Somebody opens conversations under another's address. */
    @Test
    void sendsNobodyMoreThanTenMailsADay() throws Exception {
        List<String> events = new ArrayList<>();
        for (int n = 0; n < 12; n++) {
            String event = SignedWebhook.closedConversation(7005);
            events.add(EventIds.of(event));
            assertThat(webhook.post(event)).isEqualTo(202);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> events.stream()
                .allMatch(id -> ledger.run(id, "thank-you-email").matches("(done|skipped).*")));
        assertThat(events.stream().map(id -> ledger.run(id, "thank-you-email")).filter("done"::equals))
                .hasSize(10);
        assertThat(events.stream().map(id -> ledger.run(id, "thank-you-email")).filter(run -> !run.equals("done")))
                .containsOnly(
                        "skipped no e-mail: the recipient has had as many in 24 hours as one may (mail.daily-limit-per-address)");
        assertThat(SMTP.receivedBy("v7005@visitors.test")).hasSize(10);
    }

    @Test
    void skipsAVisitorWithoutAnAddressAndSaysWhy() throws Exception {
        IADVIZE.answer(exchange ->
                IadvizePeer.json(exchange, 200, "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":7003}}"));
        String event = SignedWebhook.closedConversation(7003);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "thank-you-email", "skipped no e-mail: .*");
    }
}
