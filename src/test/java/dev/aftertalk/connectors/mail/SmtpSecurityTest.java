package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.aftertalk.connectors.mail.MailSettings.Security;
import dev.aftertalk.ledger.RefusesUsException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.TestCertificates;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class SmtpSecurityTest {

    @TempDir
    private static Path folder;

    private static TestCertificates here;
    private static TestCertificates elsewhere;

    @BeforeAll
    static void makeCertificates() throws Exception {
        here = TestCertificates.of("localhost", folder);
        elsewhere = TestCertificates.of("mail.elsewhere.example", folder);
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void sendsToAServerWhoseCertificateItTrusts(Security security) throws Exception {
        try (ScriptedSmtpServer server = server(security, here)) {
            assertThat(send(server, security, "trusted", here.trusted())).isNull();

            assertThat(server.messages).hasSize(1);
            assertThat(server.commands).anyMatch(line -> line.startsWith("AUTH PLAIN"));
            if (security == Security.STARTTLS) {
                assertThat(server.commands.get(1)).isEqualTo("STARTTLS");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void refusesAServerWhoseCertificateNobodyVouchesFor(Security security) throws Exception {
        try (ScriptedSmtpServer server = server(security, here)) {
            assertRefused(server, security, send(server, security, "", here.trusted()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void refusesAServerWhoseCertificateIsForAnotherName(Security security) throws Exception {
        try (ScriptedSmtpServer server = server(security, elsewhere)) {
            assertRefused(server, security, send(server, security, "trusted", elsewhere.trusted()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "absent.pem, 'can''t be used: '",
        "key.p12, 'can''t be used: '",
        "empty.pem, 'can''t be used: '",
        ", 'there is no spring.ssl.bundle.pem.shop.truststore.certificate; set it, as in file:ca.pem'"
    })
    void saysWhatIsWrongWithAnAuthorityOfItsOwn(String file, String problem) throws Exception {
        Files.write(folder.resolve("key.p12"), new byte[] {0x30, (byte) 0x82, 9, 0x6f, 2, 1, 3});
        Files.writeString(folder.resolve("empty.pem"), "");
        ApplicationContextRunner spring =
                new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class));
        if (file != null) {
            spring = spring.withPropertyValues(
                    "spring.ssl.bundle.pem.shop.truststore.certificate=file:" + folder.resolve(file));
        }
        spring.run(context -> {
            MailSettings settings = MailWorkflow.settings(25, Security.STARTTLS, " shop", "");
            MailTrust trust = new MailTrust(settings, context.getBean(SslBundles.class));
            assertThat(trust.faults()).singleElement().satisfies(fault -> {
                assertThat(fault.setting()).isEqualTo("mail.ssl-bundle");
                assertThat(fault.problem())
                        .startsWith("mail.ssl-bundle is \"shop\", and ")
                        .contains(problem)
                        .doesNotContain("Exception", "\n");
            });
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTTLS", "TLS"})
    void triesAgainWhenAgreeingUponTlsHasNoEnd(Security security) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            threads.submit(() -> beginTls(server, security, over));
            MailSettings settings = MailWorkflow.settings(server.getLocalPort(), security, "", "");
            Future<Throwable> fault = threads.submit(() -> send(settings, here.trusted()));

            assertThat(fault.get(30, TimeUnit.SECONDS)).isInstanceOf(RetryableException.class);
        } finally {
            over.countDown();
            threads.shutdownNow();
        }
    }

    /** Says that a record of 8 KB comes, and sends it a byte at a time. */
    private static Void beginTls(ServerSocket server, Security security, CountDownLatch over) throws Exception {
        try (Socket socket = server.accept()) {
            OutputStream out = socket.getOutputStream();
            if (security == Security.STARTTLS) {
                BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream()));
                for (String answer : List.of("220 here", "250-here\r\n250 STARTTLS", "220 go on")) {
                    out.write((answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    if (!answer.startsWith("220 go")) {
                        lines.readLine();
                    }
                }
            }
            out.write(new byte[] {22, 3, 3, 32, 0});
            while (!over.await(100, TimeUnit.MILLISECONDS)) {
                out.write('x');
                out.flush();
            }
        }
        return null;
    }

    @Test
    void refusesAServerThatOffersNoStartTls() throws Exception {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            Throwable fault = send(server, Security.STARTTLS, "", here.trusted());

            assertThat(fault)
                    .isInstanceOf(RetryableException.class)
                    .hasMessageContaining("doesn't offer STARTTLS, which mail.security=starttls requires");
            assertNothingSaid(server);
        }
    }

    @Test
    void refusesAServerThatSpeaksNoTls() throws Exception {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.plain()) {
            assertRefused(server, Security.TLS, send(server, Security.TLS, "", here.trusted()));
        }
    }

    @Test
    void logsInWithUserAndPassword() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.setUser("shop@example.com", "shop", "secret");
        server.getManagers().getUserManager().setAuthRequired(true);
        server.start();
        try {
            int port = server.getSmtp().getPort();
            assertThat(send(MailWorkflow.settings(port, Security.NONE, "", "shop"), here.trusted()))
                    .isNull();
            assertThat(server.getReceivedMessages()).hasSize(1);

            assertThat(send(MailWorkflow.settings(port, Security.NONE, "", "other"), here.trusted()))
                    .isInstanceOf(RefusesUsException.class)
                    .hasMessageContaining("refused the login: 535")
                    .hasMessageEndingWith("Check mail.username and mail.password.")
                    .hasMessageNotContaining("secret");
        } finally {
            server.stop();
        }
    }

    private static ScriptedSmtpServer server(Security security, TestCertificates certificates) throws Exception {
        return security == Security.TLS
                ? ScriptedSmtpServer.tls(certificates.server())
                : ScriptedSmtpServer.startTls(certificates.server());
    }

    private static Throwable send(ScriptedSmtpServer server, Security security, String bundle, SslBundles bundles) {
        return send(MailWorkflow.settings(server.port(), security, bundle, "shop"), bundles);
    }

    private static Throwable send(MailSettings settings, SslBundles bundles) {
        PooledMailSender sender = MailWorkflow.sender(settings, bundles);
        try {
            return catchThrowable(() -> sender.send(PooledMailSenderTest.mail()));
        } finally {
            sender.destroy();
        }
    }

    private static void assertRefused(ScriptedSmtpServer server, Security security, Throwable fault) {
        assertThat(fault)
                .isInstanceOf(RetryableException.class)
                .hasMessageStartingWith("no secure connection to the mail server localhost:" + server.port()
                        + " (mail.security=" + security + "): ");
        assertNothingSaid(server);
    }

    private static void assertNothingSaid(ScriptedSmtpServer server) {
        assertThat(server.messages).isEmpty();
        assertThat(server.commands).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
    }
}
