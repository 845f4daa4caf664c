package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.aftertalk.care.drill.Drilling;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.connectors.mail.MailSettings.Security;
import dev.aftertalk.ledger.OutcomeUnknownException;
import dev.aftertalk.ledger.PermanentException;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.testing.TestCertificates;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a drill does to the connections to the mail server, with and without encryption. */
class MailDrillTest {

    private static TestCertificates certificates;

    private final Detours detours = new Detours();
    private ScriptedSmtpServer server;
    private PooledMailSender sender;

    @BeforeAll
    static void certify(@TempDir Path folder) throws Exception {
        certificates = TestCertificates.of("localhost", folder);
    }

    @AfterEach
    void stop() throws Exception {
        sender.destroy();
        server.close();
    }

    private void start(Security security) throws Exception {
        server = switch (security) {
            case NONE -> ScriptedSmtpServer.plain();
            case STARTTLS -> ScriptedSmtpServer.startTls(certificates.server());
            case TLS -> ScriptedSmtpServer.tls(certificates.server());
        };
        sender = MailWorkflow.sender(
                MailWorkflow.settings(server.port(), security, "trusted", ""), certificates.trusted(), detours);
    }

    private Throwable send() {
        return catchThrowable(() -> sender.send(PooledMailSenderTest.mail()));
    }

    @ParameterizedTest
    @EnumSource
    void putsMailsOff(Security security) throws Exception {
        start(security);
        try (Drilling drilling = new Drilling("mail-4xx", detours)) {
            assertThat(send()).isInstanceOf(RetryableException.class).hasMessageContaining("451");
            assertThat(server.messages).isEmpty();
            assertThat(drilling.met()).containsOnlyKeys("mail put off");

            drilling.end();
            assertThat(send()).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesMailsForGood(Security security) throws Exception {
        start(security);
        try (Drilling drilling = new Drilling("mail-5xx", detours)) {
            assertThat(send()).isInstanceOf(PermanentException.class).hasMessageContaining("550");
            assertThat(server.messages).isEmpty();
            assertThat(drilling.met()).containsOnlyKeys("mail refused");
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesConnectionsAlsoToWhoHadOne(Security security) throws Exception {
        start(security);
        assertThat(send()).isNull();
        try (Drilling drilling = new Drilling("mail-outage", detours)) {
            assertThat(send()).isInstanceOf(RetryableException.class);
            assertThat(drilling.met()).containsKeys("broken connection", "refused connection");

            drilling.end();
            assertThat(send()).isNull();
        }
        assertThat(server.messages).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void saysNothing(Security security) throws Exception {
        start(security);
        try (Drilling drilling = new Drilling("mail-hang", detours)) {
            assertThat(send()).isInstanceOf(RetryableException.class);
            assertThat(drilling.met()).containsOnlyKeys("no answer");
        }
        assertThat(send()).isNull();
    }

    @Test
    void saysNothingToWhoHadAConnectionEither() throws Exception {
        start(Security.NONE);
        assertThat(send()).isNull();
        try (Drilling drilling = new Drilling("mail-hang", detours)) {
            assertThat(send()).isInstanceOf(RetryableException.class);
        }
        assertThat(server.messages).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void takesTheMailAndDoesNotSaySo(Security security) throws Exception {
        start(security);
        try (Drilling drilling = new Drilling("mail-cut", detours)) {
            assertThat(send()).isInstanceOf(OutcomeUnknownException.class);
            assertThat(server.messages).hasSize(1);
            assertThat(drilling.met()).containsOnlyKeys("cut answer");

            drilling.end();
            assertThat(send()).isNull();
        }
        assertThat(server.messages).hasSize(2);
    }
}
