package dev.aftertalk.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.testing.IadvizePeer;
import dev.aftertalk.testing.SignedWebhook;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The workflow with codes from CSV files; each test puts as many there as it needs. */
class PromoCodeRouteTest extends RoutesTest {

    private static final Pattern CODE = Pattern.compile("CSV-[A-Za-z0-9-]+");

    @TempDir
    static Path codes;

    @DynamicPropertySource
    static void campaign(DynamicPropertyRegistry settings) {
        settings.add("workflows.promo-code", () -> true);
        settings.add("promo.poll", () -> "200ms");
        settings.add("promo.campaigns.thank-you.source", () -> "csv");
        settings.add("promo.campaigns.thank-you.folder", codes::toString);
    }

    @Test
    void sendsACodeOnceHoweverOftenTheEventComes() throws Exception {
        addCodes("once.csv", "CSV-ONCE-1");
        String event = closedConversation(8001);
        assertThat(webhook.post(event)).isEqualTo(202);
        assertThat(webhook.post(event)).isEqualTo(202);

        awaitRun(EventIds.of(event), "promo-code", "done");
        assertThat(webhook.post(event)).isEqualTo(202);
        List<MimeMessage> mails = promoMails(8001);
        assertThat(mails).hasSize(1);
        assertThat(mails.get(0).getSubject()).isEqualTo("Your promo code: 10 % off");
        assertThat(mails.get(0).getMessageID()).contains(EventIds.of(event)).contains("promo-code");
        assertThat(code(mails.get(0))).startsWith("CSV-");
        assertThat(text(mails.get(0))).contains("It is valid until ");
    }

    @Test
    void sendsAVisitorWhoComesAgainTheSameCode() throws Exception {
        addCodes("again.csv", "CSV-AGAIN-1", "CSV-AGAIN-2");
        String first = closedConversation(8002);
        assertThat(webhook.post(first)).isEqualTo(202);
        awaitRun(EventIds.of(first), "promo-code", "done");
        String second = closedConversation(8002);
        assertThat(webhook.post(second)).isEqualTo(202);
        awaitRun(EventIds.of(second), "promo-code", "done");

        List<MimeMessage> mails = promoMails(8002);
        assertThat(mails).hasSize(2);
        assertThat(code(mails.get(0))).isEqualTo(code(mails.get(1)));
    }

    @Test
    void sendsOneMailForAConversationThatIsClosedTwice() throws Exception {
        addCodes("twice.csv", "CSV-TWICE-1", "CSV-TWICE-2");
        String event = closedConversation(8022);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "promo-code", "done");
        String again = event.replace(EventIds.of(event), UUID.randomUUID().toString());
        assertThat(webhook.post(again)).isEqualTo(202);
        awaitRun(EventIds.of(again), "promo-code", "skipped this conversation was acted on already, .*");
        assertThat(promoMails(8022)).hasSize(1);
    }

    @Test
    void sendsTheSameCodeWhenTheMailServerFailedInBetween() throws Exception {
        addCodes("mail.csv", "CSV-MAIL-1", "CSV-MAIL-2");
        SMTP.stop();
        String event = closedConversation(8003);
        try {
            assertThat(webhook.post(event)).isEqualTo(202);
            awaitRun(EventIds.of(event), "promo-code", "retrying .*");
        } finally {
            SMTP.start();
        }
        awaitRun(EventIds.of(event), "promo-code", "done");
        String again = closedConversation(8003);
        assertThat(webhook.post(again)).isEqualTo(202);
        awaitRun(EventIds.of(again), "promo-code", "done");
        assertThat(code(promoMails(8003).get(0)))
                .isEqualTo(code(promoMails(8003).get(1)));
    }

    @Test
    void waitsWhenThereIsNoCodeAndSendsTheMailOnceANewFileAppears() throws Exception {
        useUpAllCodes();
        String event = closedConversation(8004);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "promo-code", "retrying Promo campaign thank-you: no code is left; put a CSV .*");
        assertThat(promoMails(8004)).isEmpty();
        assertThat(ledger.dueIn(EventIds.of(event), "promo-code"))
                .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(80));

        addCodes("late.csv", "CSV-LATE-1");
        awaitRun(EventIds.of(event), "promo-code", "done");
        assertThat(code(promoMails(8004).get(0))).isEqualTo("CSV-LATE-1");
    }

    @Test
    void usesUpNoCodeForAVisitorWithoutAnAddress() throws Exception {
        useUpAllCodes();
        addCodes("spare.csv", "CSV-SPARE-1");
        for (String email : List.of("", "not an address", "a@b.test, c@d.test")) {
            IADVIZE.answer(exchange -> IadvizePeer.json(
                    exchange,
                    200,
                    "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":8005,\"email\":\"" + email + "\"}}"));
            String event = closedConversation(8005);
            assertThat(webhook.post(event)).isEqualTo(202);
            awaitRun(
                    EventIds.of(event),
                    "promo-code",
                    "skipped no promo code: the visitor has no usable e-mail address");
        }
        IADVIZE.answer(null);
        String event = closedConversation(8006);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "promo-code", "done");
        assertThat(code(promoMails(8006).get(0))).isEqualTo("CSV-SPARE-1");
    }

    @Test
    void greetsNobodyByWhatAVisitorTypedThatIsNoName() throws Exception {
        addCodes("typed.csv", "CSV-TYPED-1");
        String name = "<script>alert(1)</script> ${1+1} #{2+2} 😀 ' } \\\"";
        IADVIZE.answer(exchange -> IadvizePeer.json(
                exchange,
                200,
                "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":8007,\"email\":\"V8007@visitors.test\",\"firstname\":\""
                        + name + "\"}}"));
        String event = closedConversation(8007);
        assertThat(webhook.post(event)).isEqualTo(202);
        awaitRun(EventIds.of(event), "promo-code", "done");
        MimeMessage mail = SMTP.receivedBy("V8007@visitors.test").stream()
                .filter(PromoCodeRouteTest::isPromo)
                .findFirst()
                .orElseThrow();
        assertThat(text(mail)).contains("CSV-TYPED-1").doesNotContain("alert", "1+1", "2+2", "😀");
    }

    @Test
    void sendsNothingMoreAndUsesNoCodeOnceTheVisitorHasUnsubscribedInOneClick() throws Exception {
        useUpAllCodes();
        addCodes("unsubscribe.csv", "CSV-LIST-1", "CSV-LIST-2");
        String first = closedConversation(8010);
        assertThat(webhook.post(first)).isEqualTo(202);
        awaitRun(EventIds.of(first), "promo-code", "done");
        MimeMessage mail = promoMails(8010).get(0);
        String link = mail.getHeader("List-Unsubscribe", null).replaceAll("^<(.*)>$", "$1");
        assertThat(link).startsWith(PUBLIC_URL + "/unsubscribe/").doesNotContain("8010");
        assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(mail.getHeader("List-Id")).containsExactly("<offers.shop.test>");
        assertThat(text(mail)).contains("Unsubscribe (" + link + ")");
        assertThat(oneClick(link)).isEqualTo(200);

        // Another way to write the address, and a visitor unknown so far: whoever comes would use up a code.
        IADVIZE.answer(exchange -> IadvizePeer.json(
                exchange,
                200,
                "{\"meta\":{\"status\":\"success\"},\"data\":{\"id\":8011,\"email\":\"V8010@Visitors.TEST\"}}"));
        String second = closedConversation(8011);
        assertThat(webhook.post(second)).isEqualTo(202);
        awaitRun(EventIds.of(second), "promo-code", "skipped no promo code: the visitor has unsubscribed from offers");
        awaitRun(EventIds.of(second), "thank-you-email", "done");

        IADVIZE.answer(null);
        String other = closedConversation(8012);
        assertThat(webhook.post(other)).isEqualTo(202);
        awaitRun(EventIds.of(other), "promo-code", "done");
        assertThat(code(promoMails(8012).get(0))).isEqualTo("CSV-LIST-2");
        assertThat(promoMails(8010)).hasSize(1);
    }

    /** What a mailbox provider does when its user presses the button beside the sender. */
    private int oneClick(String link) throws Exception {
        URI here = URI.create(link.replace(PUBLIC_URL, "http://127.0.0.1:" + port));
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(here)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Of a visitor who has no id in common with others. */
    private static String closedConversation(int visitor) {
        return SignedWebhook.closedConversation(visitor)
                .replace("b05f1b45-c891-4a9c-b47e-91ee6c8ffb44", new UUID(1, visitor).toString());
    }

    /** Returns once they can be given out: what came later would be among the codes of the next test. */
    private void addCodes(String file, String... lines) throws IOException {
        Path part = codes.resolve(file + ".part");
        Files.writeString(part, "code\n" + String.join("\n", lines) + "\n");
        Files.move(part, codes.resolve(file));
        await().atMost(Duration.ofSeconds(20)).until(() -> ledger.hasCodesOf(file));
    }

    private void useUpAllCodes() throws Exception {
        for (int visitor = 8100; visitor < 8200; visitor++) {
            String event = closedConversation(visitor);
            assertThat(webhook.post(event)).isEqualTo(202);
            awaitRun(EventIds.of(event), "promo-code", "done|retrying Promo campaign .*");
            if (!ledger.run(EventIds.of(event), "promo-code").equals("done")) {
                // This one is in line for the next code, as the test's own visitor shall be.
                addCodes("in-line-" + visitor + ".csv", "CSV-INLINE-" + EventIds.of(event));
                awaitRun(EventIds.of(event), "promo-code", "done");
                return;
            }
        }
        throw new AssertionError("The codes never run out");
    }

    private static List<MimeMessage> promoMails(int visitor) {
        return SMTP.receivedBy("v" + visitor + "@visitors.test").stream()
                .filter(PromoCodeRouteTest::isPromo)
                .toList();
    }

    private static boolean isPromo(MimeMessage mail) {
        try {
            return mail.getSubject().startsWith("Your promo code");
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(MimeMessage mail) throws Exception {
        return ((MimeMultipart) mail.getContent())
                .getBodyPart(0)
                .getContent()
                .toString()
                .replaceAll("\\s+", " ");
    }

    private static String code(MimeMessage mail) throws Exception {
        Matcher code = CODE.matcher(text(mail));
        assertThat(code.find()).as(text(mail)).isTrue();
        return code.group();
    }
}
