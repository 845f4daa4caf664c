package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.ledger.InDoubtException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.FreePort;
import dev.aftertalk.text.MailAddress;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PooledMailSenderTest {

    private ScriptedSmtpServer server;
    private PooledMailSender sender;

    @BeforeEach
    void start() throws Exception {
        server = ScriptedSmtpServer.plain();
        sender = MailWorkflow.sender(MailWorkflow.settings(server.port()));
    }

    @AfterEach
    void stop() throws Exception {
        sender.destroy();
        server.close();
    }

    @Test
    void keepsTheConnectionForTheNextMail() throws Exception {
        sender.send(mail());
        sender.send(mail());

        assertThat(server.messages).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
        assertThat(server.commands).contains("MAIL FROM:<hello@shop.example>", "RCPT TO:<zoe@example.com>");
        assertThat(server.commands).doesNotContain("NOOP", "RSET");
    }

    @Test
    void sendsAtMostAsManyMailsAtOnceAsSetForABurst() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sent.add(threads.submit(() -> {
                    sender.send(mail());
                    return null;
                }));
            }
            for (Future<?> mail : sent) {
                mail.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(server.messages).hasSize(200);
        assertThat(server.mostMailsAtOnce.get()).isBetween(1, 8);
    }

    @Test
    void sendsTenMailsOverAConnectionAndThenOverAFreshOne() throws Exception {
        for (int i = 0; i < 21; i++) {
            sender.send(mail());
        }
        assertThat(server.messages).hasSize(21);
        assertThat(server.connections()).isEqualTo(3);
        await().atMost(Duration.ofSeconds(30)).until(() -> server.openConnections() == 1);
        assertThat(server.commands).filteredOn("QUIT"::equals).hasSize(2);
    }

    @Test
    void sendsAsManyMailsOverAConnectionAsSet() throws Exception {
        PooledMailSender single = sender(Map.of("mail.mails-per-connection", 1));
        try {
            single.send(mail());
            single.send(mail());
        } finally {
            single.destroy();
        }
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void closesConnectionsThatNobodyUses() throws Exception {
        PooledMailSender tidy = sender(Map.of("mail.idle-timeout", "200ms"));
        try {
            tidy.send(mail());
            await().atMost(Duration.ofSeconds(30)).until(() -> server.openConnections() == 0);
            assertThat(server.commands).endsWith("QUIT");
        } finally {
            tidy.destroy();
        }
    }

    @Test
    void sendsOverAFreshConnectionWhenTheServerHasClosedTheKeptOne() throws Exception {
        sender.send(mail());
        server.hangUp();
        await().atMost(Duration.ofSeconds(30)).until(() -> server.openConnections() == 0);

        sender.send(mail());

        assertThat(server.messages).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"421 idle for too long" + ScriptedSmtpServer.HANG_UP, ScriptedSmtpServer.RESET})
    void sendsOverAFreshConnectionWhenTheServerEndsTheKeptOneAtTheNextMail(String end) throws Exception {
        server.script =
                (command, connection, mail) -> command.startsWith("MAIL") && connection == 1 && mail == 2 ? end : null;
        sender.send(mail());

        sender.send(mail());

        assertThat(server.messages).hasSize(2);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void waitsLongerForTheAnswerToAMessageThanForOthers() throws Exception {
        PooledMailSender hasty = sender(Map.of("mail.read-timeout", "2s", "mail.data-done-timeout", "20s"));
        server.script =
                (command, connection, mail) -> command.equals(".") && mail == 1 ? late(Duration.ofMillis(2500)) : null;
        try {
            hasty.send(mail());
            hasty.send(mail());
        } finally {
            hasty.destroy();
        }
        assertThat(server.messages).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GREETING", "EHLO", "RCPT", "."})
    void waitsForTheWholeOfAReplyAndNotForEachOfItsLines(String command) {
        PooledMailSender hasty = sender(Map.of("mail.read-timeout", "1s", "mail.data-done-timeout", "2s"));
        refuse(command, ScriptedSmtpServer.NO_END);
        try {
            long begun = System.nanoTime();
            assertThat(catchThrowable(() -> hasty.send(mail())))
                    .isInstanceOf(RetryableException.class)
                    .hasMessageContaining(command.equals(".") ? "may have been sent" : "no answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        } finally {
            hasty.destroy();
        }
    }

    @Test
    void waitsNoLongerForOtherAnswersAfterwards() throws Exception {
        PooledMailSender hasty = sender(Map.of("mail.read-timeout", "2s", "mail.data-done-timeout", "60s"));
        server.script = (command, connection, mail) ->
                command.startsWith("MAIL") && mail + connection > 2 ? ScriptedSmtpServer.SILENCE : null;
        try {
            hasty.send(mail());
            long begun = System.nanoTime();
            assertThat(catchThrowable(() -> hasty.send(mail()))).hasMessageContaining("no answer in time");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        } finally {
            hasty.destroy();
        }
    }

    @Test
    void takesAnyYesToTheMessageForOne() throws Exception {
        refuse(".", "251 taken, and forwarded");
        sender.send(mail());
    }

    /** The answer of a server that takes its time. */
    private static String late(Duration time) {
        try {
            assertThat(new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS))
                    .isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    @Test
    void triesAFreshConnectionOnlyOnce() throws Exception {
        sender.send(mail());
        server.script = (command, connection, mail) ->
                command.startsWith("MAIL") ? "421 going down" + ScriptedSmtpServer.HANG_UP : null;

        assertThat(fault(mail()))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("it closed the session: 421 going down");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void failsForGoodWhenTheServerRefusesTheRecipient() throws Exception {
        server.script = (command, connection, mail) -> command.startsWith("RCPT") && mail == 1
                ? "550 5.1.1 <zoe@example.com>: user zoe unknown, ask postmaster@example.com"
                : null;

        assertThat(fault(mail()))
                .isInstanceOf(PermanentException.class)
                .hasNoCause()
                .hasMessage("the mail server localhost:" + server.port()
                        + " refused the mail: 550 5.1.1 <address>: user <address> unknown, ask <address>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void failsForGoodWhenTheServerRefusesTheMail(String command) throws Exception {
        refuse(command, "552 too much");
        assertThat(fault(mail()))
                .isInstanceOf(PermanentException.class)
                .hasMessageEndingWith("refused the mail: 552 too much");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "."})
    void triesAgainWhenTheServerDefersTheMail(String command) throws Exception {
        refuse(command, "451 try later");
        assertThat(fault(mail()))
                .isInstanceOf(RetryableException.class)
                .hasMessageEndingWith("didn't take the mail for now: 451 try later");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EHLO | 504 5.5.2 need fully-qualified hostname | Set mail.helo-name",
                "RCPT | 504 5.5.2 <box>: Helo command rejected: need fully-qualified hostname | Set mail.helo-name",
                "RCPT | 554 5.7.1 <zoe@example.com>: Relay access denied | Set mail.username and mail.password",
                "MAIL | 550 5.7.1 Sender address rejected: not owned by user shop | Set mail.from",
                "MAIL | 530 5.7.0 Must issue a STARTTLS command first | Check mail.security (none) and mail.port",
                "GREETING | 554 5.7.1 go away | Ask whoever runs it",
            })
    void waitsAndSaysWhatToSetWhenTheServerRefusesUs(String command, String answer, String advice) {
        server.script = (asked, connection, mail) ->
                asked.startsWith(command) || command.equals("EHLO") && asked.startsWith("HELO") ? answer : null;
        GuardPeer guard = new GuardPeer();
        PooledMailSender guarded = MailWorkflow.sender(MailWorkflow.settings(server.port()), guard);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        guarded.bindTo(meters);
        try {
            assertThat(catchThrowable(() -> guarded.send(mail())))
                    .isInstanceOf(RefusesUsException.class)
                    .hasMessageContaining(answer.substring(0, 9))
                    .hasMessageContaining(advice)
                    .hasMessageNotContaining("zoe@");
        } finally {
            guarded.destroy();
        }
        assertThat(guard.refused).hasSize(1);
        assertThat(meters.find("aftertalk.smtp.refusals").counters().stream()
                        .mapToDouble(Counter::count)
                        .sum())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.1.1 user unknown", "450 4.2.0 Greylisted, come back", "452 4.2.2 mailbox full"})
    void doesNotTakeTheServerForDownWhenItRefusesARecipient(String answer) {
        refuse("RCPT", answer);
        GuardPeer guard = new GuardPeer();
        PooledMailSender guarded = MailWorkflow.sender(MailWorkflow.settings(server.port()), guard);
        try {
            assertThat(catchThrowable(() -> guarded.send(mail())))
                    .isInstanceOfAny(PermanentException.class, RetryableException.class);
        } finally {
            guarded.destroy();
        }
        assertThat(guard.failed).isEmpty();
        assertThat(guard.refused).isEmpty();
    }

    /** A guard that lets everything through and notes what it is told. */
    private static final class GuardPeer implements Guard {

        final List<String> failed = new ArrayList<>();
        final List<String> refused = new ArrayList<>();

        @Override
        public Call enter() {
            return new Call() {
                @Override
                public void answered() {}

                @Override
                public void failed(String why) {
                    failed.add(why);
                }

                @Override
                public void refused(String why) {
                    refused.add(why);
                }

                @Override
                public void close() {}
            };
        }
    }

    @Test
    void saysAtEhloANameThatStrictServersTake() throws Exception {
        sender.send(mail());
        assertThat(server.commands).element(0).asString().matches("EHLO (\\[127\\.0\\.0\\.1]|[^. ]+(\\.[^. ]+)+)");

        PooledMailSender named = sender(Map.of("mail.helo-name", "aftertalk.shop.example"));
        try {
            named.send(mail());
        } finally {
            named.destroy();
        }
        assertThat(server.commands).contains("EHLO aftertalk.shop.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", " localhost ", "LOCALHOST"})
    void connectsToAnyHostAResolverKnows(String host) throws Exception {
        PooledMailSender other = sender(Map.of("mail.host", host));
        try {
            other.send(mail());
        } finally {
            other.destroy();
        }
        assertThat(server.messages).hasSize(1);
    }

    @Test
    void knowsTheServersAnswerEvenWhenItHangsUpRightAfterIt() throws Exception {
        refuse(".", "554 spam" + ScriptedSmtpServer.HANG_UP);
        assertThat(fault(mail()))
                .isInstanceOf(PermanentException.class)
                .hasMessageEndingWith("refused the mail: 554 spam");
    }

    @Test
    void triesAgainWhenTheServerWantsALogin() throws Exception {
        refuse("MAIL", "530 5.7.0 Authentication required");
        assertThat(fault(mail()))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("530 5.7.0 Authentication required. Check mail.username and mail.password");
    }

    @ParameterizedTest
    @ValueSource(strings = {"MAIL", "RCPT", "DATA", "BODY"})
    void triesAgainWhenTheConnectionBreaksBeforeTheMailIsHandedOver(String command) throws Exception {
        for (String end : List.of(ScriptedSmtpServer.RESET, ScriptedSmtpServer.HANG_UP)) {
            refuse(command, end);
            assertThat(fault(longMail()))
                    .isInstanceOf(RetryableException.class)
                    .hasMessageStartingWith("no connection to the mail server localhost:" + server.port())
                    .hasMessageNotContaining("may have been sent");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedSmtpServer.RESET, ScriptedSmtpServer.HANG_UP, ScriptedSmtpServer.SILENCE})
    void saysThatTheMailMayHaveBeenSentWhenNoAnswerComes(String end) throws Exception {
        refuse(".", end);
        assertThat(fault(mail()))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("no answer after the message was handed over; it may have been sent");
        assertThat(server.connections()).as("it is not sent again at once").isEqualTo(1);
    }

    @Test
    void leavesAMailThatMayHaveBeenSentToAPersonWhenItMustNotBeRepeated() throws Exception {
        sender.send(mail("never"));
        refuse(".", ScriptedSmtpServer.HANG_UP);
        assertThat(fault(mail("never")))
                .isInstanceOf(InDoubtException.class)
                .hasMessageContaining("it may have been sent");
    }

    @Test
    void doesNotUseAConnectionAgainThatFailed() throws Exception {
        refuse("RCPT", "550 no");
        fault(mail());
        server.script = (command, connection, mail) -> null;

        sender.send(mail());

        assertThat(server.connections()).isEqualTo(2);
        assertThat(server.messages).hasSize(1);
    }

    @Test
    void saysThatTheServerIsDown() throws Exception {
        int port = FreePort.next();
        PooledMailSender lonely = MailWorkflow.sender(MailWorkflow.settings(port));
        try {
            assertThat(catchThrowable(() -> lonely.send(mail())))
                    .isInstanceOf(RetryableException.class)
                    .hasMessage(
                            "no connection to the mail server localhost:" + port
                                    + ": the connection was refused. Check mail.host and mail.port, and that the server is up.");
        } finally {
            lonely.destroy();
        }
    }

    @Test
    void saysThatTheServerDoesNotAnswer() throws Exception {
        refuse("GREETING", ScriptedSmtpServer.SILENCE);
        assertThat(fault(mail()))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("no answer in time (mail.connect-timeout 2000 ms, mail.read-timeout 2000 ms, ");
    }

    @Test
    void triesAgainWhenTheServerIsTooBusyToGreet() throws Exception {
        refuse("GREETING", "421 too many connections" + ScriptedSmtpServer.HANG_UP);
        assertThat(fault(mail()))
                .isInstanceOf(RetryableException.class)
                .hasMessageContaining("421 too many connections");
    }

    @Test
    void saysThatAllConnectionsAreBusy() throws Exception {
        PooledMailSender narrow = sender(Map.of("mail.max-connections", 1, "mail.read-timeout", "1s"));
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try {
            Future<?> first = threads.submit(() -> {
                narrow.send(slowMail(busy, goOn));
                return null;
            });
            busy.await();
            assertThat(catchThrowable(() -> narrow.send(mail())))
                    .isInstanceOf(RetryableException.class)
                    .hasMessageStartingWith("no connection to the mail server localhost:" + server.port() + " was free")
                    .hasMessageContaining("mail.max-connections (1)");
            goOn.countDown();
            first.get();
        } finally {
            threads.shutdownNow();
            narrow.destroy();
        }
        assertThat(server.messages).hasSize(1);
    }

    /** A mail that is written only when told to, so that its connection stays busy. */
    private static OutgoingMail slowMail(CountDownLatch busy, CountDownLatch goOn) throws Exception {
        OutgoingMail slow = new OutgoingMail(null, true, "act") {
            @Override
            public void writeTo(OutputStream out, String[] ignored) throws IOException, MessagingException {
                busy.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                super.writeTo(out, ignored);
            }
        };
        slow.setRecipients(Message.RecipientType.TO, "zoe@example.com");
        slow.setText("Hello");
        return slow;
    }

    @Test
    void keepsTheMessageIdOfAnyMessage() throws Exception {
        var message = new jakarta.mail.internet.MimeMessage(sender.getSession());
        message.setFrom("other@shop.example");
        message.setRecipients(Message.RecipientType.TO, "zoe@example.com");
        message.setText("Hello");
        message.setHeader("Message-ID", "<mine@shop.example>");

        assertThatCode(() -> sender.send(message)).doesNotThrowAnyException();

        assertThat(server.messages).singleElement().asString().contains("Message-ID: <mine@shop.example>");
    }

    private void refuse(String prefix, String answer) {
        server.script = (command, connection, mail) -> command.startsWith(prefix) ? answer : null;
    }

    private PooledMailSender sender(Map<String, Object> settings) {
        return MailWorkflow.sender(MailWorkflow.settings(server.port(), settings));
    }

    private Throwable fault(OutgoingMail mail) {
        return catchThrowable(() -> sender.send(mail));
    }

    static OutgoingMail mail() throws Exception {
        return mail("always");
    }

    private static OutgoingMail mail(String resend) throws Exception {
        return compose(resend, "Hello");
    }

    /** Too long for the library to send it in one piece before the server hangs up. */
    private static OutgoingMail longMail() throws Exception {
        return compose("always", "Hello ".repeat(200_000));
    }

    private static OutgoingMail compose(String resend, String words) throws Exception {
        String html =
                "<html><head><title>Hello</title><meta name=resend content=" + resend + "></head><body><p>" + words;
        return new MailComposer(new MailIdentity(MailWorkflow.settings(1)))
                .compose("test", html, MailAddress.parse("zoe@example.com"), "workflow", "event", null);
    }
}
