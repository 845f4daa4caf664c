package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.Intents;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.SubscriptionsPeer;
import dev.aftertalk.text.MailAddress;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailSinkKameletTest {

    private static final String TO_VISITOR = "${variable.visitor[email]}";
    private static final Map<String, Object> ZOE = Map.of("firstName", "Zoë & Søn <b>", "email", "zoe@example.com");

    private final GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    @BeforeEach
    void startMailServer() {
        greenMail.start();
    }

    @AfterEach
    void stopMailServer() {
        greenMail.stop();
    }

    @Test
    void sendsTheTemplateAsHtmlAndAsText() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            assertThat(workflow.run(ZOE).getException()).isNull();
        }
        MimeMessage mail = onlyMail();
        assertThat(mail.getSubject()).isEqualTo("Merci Zoë & Søn <b>");
        assertThat(mail.getHeader("Subject")[0]).contains("=?UTF-8?").isASCII();
        MimeMultipart parts = (MimeMultipart) mail.getContent();
        assertThat(mail.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(0).getContent().toString().replace("\r", ""))
                .isEqualTo("Merci Zoë & Søn <b>\n\nCompte 1234567, voir notre aide (https://shop.example/aide).\n");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContent().toString())
                .contains("<html lang=\"fr\">", "<h1>Merci Zoë &amp; Søn &lt;b&gt;</h1>", "Compte 1234567,");
        assertThat(new String(mail.getRawInputStream().readAllBytes())).isASCII();
    }

    @Test
    void namesSenderRecipientEventAndMachine() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            workflow.run(ZOE);
        }
        MimeMessage mail = onlyMail();
        InternetAddress from = (InternetAddress) mail.getFrom()[0];
        assertThat(from.getAddress()).isEqualTo("hello@shop.example");
        assertThat(from.getPersonal()).isEqualTo("Zoë & Co");
        assertThat(mail.getHeader("From")[0]).isASCII();
        assertThat(mail.getHeader("Return-Path")).containsExactly("<hello@shop.example>");
        assertThat(mail.getAllRecipients()).containsExactly(new InternetAddress("zoe@example.com"));
        assertThat(mail.getHeader("Message-ID")).containsExactly("<thank-you-email.event-1@shop.example>");
        assertThat(mail.getHeader("X-Event-Id")).containsExactly("event-1");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getSentDate()).isCloseTo(new java.util.Date(), 60_000);
    }

    @Test
    void notesTheIntentBeforeItSends() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            greenMail.stop();
            Exchange run = workflow.run(ZOE);

            assertThat(workflow.ledger.operations)
                    .containsExactly("intent thank-you-email.event-1 (greeting, 76cec416)");
            assertThat(run.getException()).isInstanceOf(RetryableException.class);
        }
    }

    @Test
    void givesEachAttemptTheSameMessageId() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            workflow.run(ZOE);
            workflow.with("ledgerAttempt", 2)
                    .with("ledgerIntents", Intents.of("<thank-you-email.event-1@shop.example>"))
                    .run(ZOE);
        }
        MimeMessage[] mails = greenMail.getReceivedMessages();
        assertThat(mails).hasSize(2);
        assertThat(mails[0].getMessageID()).isEqualTo(mails[1].getMessageID()).isNotNull();
    }

    /** What a workflow that was split since has sent under its old name. */
    @Test
    void sendsNoMailAgainThatWasSentWhenItsWorkflowHadAnotherName() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            workflow.with("ledgerWorkflow", "jira-ticket-for-score")
                    .with("ledgerIntents", Intents.of("jira-ticket.event-1 (greeting, 76cec416) (done)"))
                    .run(ZOE);
        }
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "évènement", "x>\r\nBcc: eve@example.com", "a@b", ".."})
    void makesASafeMessageIdOfAnyEventId(String eventId) throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR).with("ledgerEventId", eventId)) {
            workflow.run(ZOE);
            workflow.run(ZOE);
        }
        MimeMessage[] mails = greenMail.getReceivedMessages();
        assertThat(mails[0].getMessageID())
                .matches("<[0-9a-f-]{36}@shop\\.example>")
                .isEqualTo(mails[1].getMessageID());
        assertThat(mails[0].getHeader("Bcc")).isNull();
        assertThat(mails).hasSize(2);
    }

    @Test
    void keepsTheSubjectOnOneLine() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            workflow.run(Map.of("firstName", "Zoë\r\nBcc: eve@example.com", "email", "zoe@example.com"));
        }
        assertThat(onlyMail().getSubject()).isEqualTo("Merci Zoë Bcc: eve@example.com");
        assertThat(onlyMail().getHeader("Bcc")).isNull();
    }

    @Test
    void leavesTheExchangeAsItFoundIt() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            Exchange run = workflow.run(ZOE, exchange -> {
                exchange.getMessage().setHeader("kept", "header");
                exchange.setVariable("kept", "variable");
                return exchange;
            });
            assertThat(run.getMessage().getBody()).isEqualTo(MailWorkflow.EVENT);
            assertThat(run.getMessage().getHeaders()).containsExactly(Map.entry("kept", "header"));
            assertThat(run.getVariables()).containsOnlyKeys("visitor", "kept");
            assertThat(run.getProperty("went-on")).isEqualTo("yes");
        }
        assertThat(onlyMail().getHeader("kept")).isNull();
    }

    @Test
    void sendsToAFixedAddress() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", "sales+fr@shop.example")) {
            assertThat(workflow.run(null).getException()).isNull();
        }
        assertThat(onlyMail().getAllRecipients()).containsExactly(new InternetAddress("sales+fr@shop.example"));
    }

    @Test
    void skipsTheRunWhenTheVisitorHasNoAddress() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            for (Map<String, Object> visitor : new Map[] {null, Map.of(), Map.of("email", "")}) {
                Exchange run = workflow.run(visitor);
                assertThat(run.getException()).isNull();
                assertThat(run.getProperty("went-on")).isNull();
            }
            assertThat(workflow.ledger.operations)
                    .hasSize(3)
                    .containsOnly("skip no e-mail: the visitor has no e-mail address");
        }
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zoe",
                "zoe@",
                "zoe@example.com, eve@example.com",
                "zoe@example.com\r\nBcc: eve@example.com",
                "${body}"
            })
    void skipsTheRunWhenTheAddressIsNone(String address) throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            Exchange run = workflow.run(Map.of("email", address));
            assertThat(run.getException()).isNull();
            assertThat(run.getProperty("went-on")).isNull();
            assertThat(workflow.ledger.operations)
                    .containsExactly("skip no e-mail: the recipient is not an e-mail address");
        }
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void leavesAMailThatMayHaveBeenSentToAPersonWhenItsTemplateSaysNever() throws Exception {
        Intents intents = Intents.of("<thank-you-email.event-1@shop.example>");
        try (MailWorkflow workflow = workflow("never", TO_VISITOR).with("ledgerIntents", intents)) {
            Exchange run = workflow.run(ZOE);

            assertThat(run.getProperty("went-on")).isNull();
            assertThat(run.getException())
                    .isInstanceOf(InDoubtException.class)
                    .hasMessageStartingWith("may have been sent already: ")
                    .hasMessageContaining("<thank-you-email.event-1@shop.example>");
            assertThat(workflow.ledger.operations).isEmpty();
        }
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsAMailThatMustNotBeRepeatedWhenNoAttemptCameBefore() throws Exception {
        try (MailWorkflow workflow = workflow("never", TO_VISITOR)) {
            workflow.run(ZOE);
        }
        MimeMultipart parts = (MimeMultipart) onlyMail().getContent();
        assertThat(parts.getBodyPart(1).getContent().toString())
                .doesNotContain("resend")
                .contains("<title>Once</title>", "<html lang=\"en\">");
    }

    @Test
    void refusesToStartWithATemplateThatIsMissing() {
        assertThatThrownBy(() -> workflow("absent", TO_VISITOR))
                .hasRootCauseInstanceOf(freemarker.template.TemplateNotFoundException.class)
                .hasStackTraceContaining("mail template src/test/resources/mail/absent.ftlh: there is no such file");
    }

    @Test
    void refusesToStartWithATemplateThatCantBeParsed() {
        assertThatThrownBy(() -> workflow("unreadable", TO_VISITOR))
                .hasStackTraceContaining("mail template src/test/resources/mail/unreadable.ftlh: line 2: ");
    }

    @Test
    void failsForGoodWhenTheTemplateLacksAValue() throws Exception {
        try (MailWorkflow workflow = workflow("demanding", TO_VISITOR)) {
            assertThat(workflow.run(Map.of("email", "zoe@example.com")).getException())
                    .isInstanceOf(PermanentException.class)
                    .hasMessageContaining("demanding.ftlh, line 2: no usable value for variable.visitor.firstName");
            assertThat(workflow.ledger.operations).isEmpty();
        }
    }

    @Test
    void quotesNoDataWhenATemplateFails() throws Exception {
        try (MailWorkflow workflow = workflow("misjudging", TO_VISITOR)) {
            Throwable fault = workflow.run(ZOE).getException();
            assertThat(fault).isInstanceOf(PermanentException.class).hasNoCause();
            assertThat(fault.getMessage())
                    .contains("misjudging.ftlh, line 1: can't work out ${variable.visitor.firstName?number}")
                    .doesNotContain("Zoë");
        }
    }

    @Test
    void failsForGoodWhenTheMailWouldHaveNoSubject() throws Exception {
        try (MailWorkflow workflow = workflow("untitled", TO_VISITOR)) {
            assertThat(workflow.run(ZOE).getException())
                    .hasStackTraceContaining("mail template untitled: the mail would have no subject")
                    .isInstanceOf(PermanentException.class);
        }
    }

    @Test
    void tellsHowToUnsubscribeFromAMailOfAList() throws Exception {
        try (MailWorkflow workflow = workflow("offer", TO_VISITOR, "offers")) {
            Exchange run = workflow.run(ZOE);
            assertThat(run.getException()).isNull();
            assertThat(run.getVariables()).containsOnlyKeys("visitor");
            assertThat(run.getMessage().getBody()).isEqualTo(MailWorkflow.EVENT);
            assertThat(run.getProperty("went-on")).isEqualTo("yes");
        }
        String link = SubscriptionsPeer.LINK + "offers";
        assertThat(onlyMail().getHeader("List-Unsubscribe")).containsExactly("<" + link + ">");
        assertThat(onlyMail().getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        assertThat(onlyMail().getHeader("List-Id")).containsExactly("<offers.shop.example>");
        MimeMultipart parts = (MimeMultipart) onlyMail().getContent();
        assertThat(parts.getBodyPart(0).getContent().toString()).contains("Unsubscribe (" + link + ")");
        assertThat(parts.getBodyPart(1).getContent().toString()).contains("href=\"" + link + "\"");
    }

    @Test
    void saysNothingOfUnsubscribingInAMailOfTheConversation() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            workflow.run(ZOE);
        }
        assertThat(java.util.Collections.list(onlyMail().getAllHeaders()))
                .noneMatch(header -> header.getName().startsWith("List-"));
    }

    @Test
    void skipsTheRunBeforeAnythingIsRenderedWhenTheRecipientHasUnsubscribed() throws Exception {
        // This template fails for a visitor without a name.
        try (MailWorkflow workflow = workflow("demanding", TO_VISITOR, "offers")) {
            workflow.subscriptions.end("offers", "zoe@example.com");
            Exchange run = workflow.run(Map.of("email", "zoe@example.com"));
            assertThat(run.getException()).isNull();
            assertThat(run.getProperty("went-on")).isNull();
            assertThat(workflow.ledger.operations)
                    .containsExactly("skip no e-mail: the recipient has unsubscribed from offers");
            workflow.subscriptions.end("surveys", "eve@example.com");
            assertThat(workflow.run(Map.of("email", "eve@example.com", "firstName", "Eve"))
                            .getException())
                    .isNull();
        }
        assertThat(onlyMail().getAllRecipients()).containsExactly(new InternetAddress("eve@example.com"));
    }

    @Test
    void sendsNothingWhileNobodyCanTellWhoHasUnsubscribed() throws Exception {
        try (MailWorkflow workflow = workflow("offer", TO_VISITOR, "offers")) {
            workflow.subscriptions.goAway();
            assertThat(workflow.run(ZOE).getException()).isInstanceOf(RetryableException.class);
            assertThat(workflow.ledger.operations).isEmpty();
        }
        assertThat(greenMail.getReceivedMessages()).isEmpty();
    }

    @Test
    void sendsNoMailAtAllToSomebodyWhoHasUnsubscribedFromAll() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            workflow.subscriptions.end("*", "zoe@example.com");
            workflow.run(ZOE);
            assertThat(workflow.ledger.operations)
                    .containsExactly("skip no e-mail: the recipient has unsubscribed from all mails");
            assertThat(workflow.run(Map.of("email", "eve@example.com")).getVariables())
                    .containsOnlyKeys("visitor");
        }
        assertThat(onlyMail().getAllRecipients()).containsExactly(new InternetAddress("eve@example.com"));
    }

    @Test
    void sendsAnAddressThatWasFoundOnlySoManyMailsAndTheTeamsOwnAnyNumber() throws Exception {
        MailLimitTest.InMemory memory = MailLimitTest.inMemory(1);
        MailLimit limit = memory.limit();
        MailSettings settings = MailWorkflow.settings(greenMail.getSmtp().getPort());
        try (MailWorkflow found = new MailWorkflow(settings, "greeting", TO_VISITOR, "", limit);
                MailWorkflow written = new MailWorkflow(settings, "greeting", "zoe@example.com", "", limit)) {
            found.ledger.database = memory.database();
            assertThat(found.run(ZOE).getVariables()).containsOnlyKeys("visitor");
            assertThat(found.with("ledgerEventId", "event-2").run(ZOE).getProperty("went-on"))
                    .isNull();
            assertThat(found.ledger.operations)
                    .last()
                    .isEqualTo(
                            "skip no e-mail: the recipient has had as many in 24 hours as one may (mail.daily-limit-per-address)");
            for (int event = 3; event < 6; event++) {
                assertThat(written.with("ledgerEventId", "event-" + event)
                                .run(ZOE)
                                .getProperty("went-on"))
                        .isEqualTo("yes");
            }
        }
        assertThat(greenMail.getReceivedMessages()).hasSize(4);
    }

    @Test
    void takesNoSettingOfTheMailServerFromAHeader() throws Exception {
        try (MailWorkflow workflow = workflow("greeting", TO_VISITOR)) {
            Exchange run = workflow.run(ZOE, exchange -> {
                exchange.getMessage().setHeader("mail.smtp.host", "127.0.0.2");
                exchange.getMessage().setHeader("Mail.SMTPS.port", "1");
                return exchange;
            });
            assertThat(run.getException()).isNull();
            assertThat(run.getMessage().getHeaders()).isEmpty();
        }
        assertThat(onlyMail().getSubject()).startsWith("Merci");
    }

    @Test
    void letsNothingElseIntoTheHeadersOfAList() throws Exception {
        MailComposer composer = new MailComposer(new MailIdentity(MailWorkflow.settings(1)));
        String evil = "x\r\nBcc: eve@example.com\r\n\r\nbody";
        OutgoingMail mail =
                composer.compose("offer", "<title>t</title>", MailAddress.parse("zoe@example.com"), "w", "e", null);
        composer.unsubscribable(mail, evil, evil);
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
        mail.writeTo(out);
        MimeMessage read = new MimeMessage(null, new java.io.ByteArrayInputStream(out.toByteArray()));
        assertThat(read.getHeader("Bcc")).isNull();
        assertThat(read.getHeader("List-Unsubscribe")).containsExactly("<x Bcc: eve@example.com body>");
        assertThat(read.getSubject()).isEqualTo("t");
    }

    private MailWorkflow workflow(String template, String to) throws Exception {
        return workflow(template, to, "");
    }

    private MailWorkflow workflow(String template, String to, String list) throws Exception {
        return new MailWorkflow(MailWorkflow.settings(greenMail.getSmtp().getPort()), template, to, list);
    }

    private MimeMessage onlyMail() {
        assertThat(greenMail.getReceivedMessages()).hasSize(1);
        return greenMail.getReceivedMessages()[0];
    }
}
