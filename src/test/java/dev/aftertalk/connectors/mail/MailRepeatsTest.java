package dev.aftertalk.connectors.mail;

import static dev.aftertalk.connectors.mail.ScriptedSmtpServer.LOST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.LedgerSettings;
import dev.aftertalk.ledger.RetryableException;
import dev.aftertalk.ledger.TestDatabase;
import dev.aftertalk.ledger.camel.EndedRuns;
import dev.aftertalk.ledger.camel.EventMemory;
import dev.aftertalk.ledger.camel.LedgerComponent;
import dev.aftertalk.ledger.camel.RecordedSteps;
import dev.aftertalk.testing.SubscriptionsPeer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often one mail goes out, by the real ledger, error handling and kamelet, whatever becomes of the mail server's answers. */
class MailRepeatsTest {

    @TempDir
    private Path folder;

    private final AtomicInteger failuresAfterwards = new AtomicInteger();
    private ScriptedSmtpServer server;
    private TestDatabase database;
    private Ledger ledger;
    private DefaultCamelContext camel;
    private PooledMailSender sender;

    @BeforeEach
    void open() throws Exception {
        server = ScriptedSmtpServer.plain();
        database = TestDatabase.sqlite(folder);
    }

    @AfterEach
    void close() throws Exception {
        stop();
        database.close();
        server.close();
    }

    @Test
    void sendsAMailWhoseAnswerNeverComesTwiceAtMost() throws Exception {
        server.script = (command, connection, mail) -> command.equals(".") ? LOST : null;
        start("greeting");
        accept();

        awaitState("dead");
        assertThat(server.messages).hasSize(2);
        assertThat(run().get("cause").toString()).contains("it may have been sent", "replay the run with force");
        assertThat(run().get("intent").toString()).endsWith("(2 times)");

        replay();
        awaitState("dead");
        assertThat(run().get("cause").toString()).startsWith("may have been sent already, and again: ");
        assertThat(server.messages).hasSize(2);
    }

    @Test
    void doesNotTakeARepeatForOneThatDidNotGetToTheServer() throws Exception {
        server.script = (command, connection, mail) -> command.equals(".") && connection == 1
                ? LOST
                : command.startsWith("MAIL") && connection < 5 && connection > 1 ? "451 later" : null;
        start("greeting");
        accept();

        awaitState("done");
        assertThat(server.messages).hasSize(2);
        assertThat(run().get("cause").toString()).startsWith("Done again: ");
    }

    @Test
    void sendsNoMailAThirdTimeAfterTwoServersDiedWhileTheySentIt() throws Exception {
        start("greeting");
        String died = inDoubt(2);

        awaitState("dead");
        assertThat(server.messages).isEmpty();
        assertThat(run().get("intent")).isEqualTo(died);
    }

    @Test
    void sendsAMailOnceMoreAfterAServerDiedAndNotAgainWhenNoAnswerComes() throws Exception {
        server.script = (command, connection, mail) -> command.equals(".") ? LOST : null;
        start("greeting");
        inDoubt(1);

        awaitState("dead");
        assertThat(server.messages).hasSize(1);
    }

    @Test
    void sendsAMailOnceThatMustNotBeRepeated() throws Exception {
        server.script = (command, connection, mail) -> command.equals(".") ? LOST : null;
        start("never");
        accept();
        awaitState("dead");
        replay();
        awaitState("dead");
        assertThat(server.messages).hasSize(1);
    }

    @Test
    void sendsAMailOnceThoughWhatComesAfterItFails() throws Exception {
        failuresAfterwards.set(3);
        start("greeting");
        accept();

        awaitState("done");
        assertThat(run()).containsEntry("attempt", 4);
        assertThat(server.messages).hasSize(1);
    }

    private void start(String template) throws Exception {
        MailSettings settings = MailWorkflow.settings(server.port());
        ledger = new Ledger(
                database.dataSource(),
                "node",
                new LedgerSettings(Duration.ofSeconds(5), 1000, Duration.ofMillis(20), Duration.ofSeconds(30)));
        sender = MailWorkflow.sender(settings);
        camel = new DefaultCamelContext();
        camel.addComponent(
                "ledger", new LedgerComponent(ledger, new EventMemory(null), () -> 0, new SimpleMeterRegistry()));
        camel.getCamelContextExtension().addInterceptStrategy(new EndedRuns());
        camel.getCamelContextExtension().addInterceptStrategy(new RecordedSteps());
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation("file:routes/kamelets");
        kamelets.setNoErrorHandler(true);
        camel.getRegistry().bind("mailTemplates", FolderTemplates.of(settings));
        camel.getRegistry().bind("mailSender", sender);
        MailComposer composer = new MailComposer(new MailIdentity(settings));
        camel.getRegistry()
                .bind("emailSink", new EmailSink(composer, MailWorkflow.ANY_NUMBER, new SubscriptionsPeer()));
        camel.getRegistry().bind("problem", new Object());
        Processor afterwards = exchange -> {
            if (failuresAfterwards.getAndDecrement() > 0) {
                throw new RetryableException("What comes after the mail failed.", null);
            }
        };
        camel.getRegistry().bind("afterwards", Processor.class, afterwards);
        Processor visitor = exchange -> exchange.setVariable("visitor", Map.of("email", "zoe@example.com"));
        camel.getRegistry().bind("visitor", Processor.class, visitor);
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(
                        PluginHelper.getResourceLoader(camel).resolveResource("file:routes/errors.camel.yaml"),
                        ResourceHelper.fromString("mail.camel.yaml", ROUTES.formatted(template)));
        camel.start();
    }

    private static final String ROUTES =
            """
            - route:
                id: router
                from:
                  uri: ledger:events
                  steps:
                    - to:
                        uri: ledger:start/mail
            - route:
                id: mail
                routeConfigurationId: workflow
                from:
                  uri: ledger:workflow/mail?redeliveryDelay=10ms&maximumRedeliveryDelay=50ms
                  steps:
                    - process:
                        ref: visitor
                    - to:
                        uri: kamelet:email-sink
                        parameters:
                          template: %s
                          to: "${variable.visitor[email]}"
                    - process:
                        ref: afterwards
            """;

    private void stop() throws Exception {
        if (camel != null) {
            camel.close();
            sender.destroy();
            ledger.close();
        }
    }

    private void accept() {
        byte[] event = "{\"eventId\":\"e1\",\"eventType\":\"t\",\"clientId\":7}".getBytes(StandardCharsets.UTF_8);
        camel.createFluentProducerTemplate().withBody(event).to("ledger:accept").send();
    }

    /** As servers leave a run that died while they waited for the mail server's answer. */
    private String inDoubt(int times) throws Exception {
        camel.getRouteController().suspendRoute("mail");
        accept();
        awaitState("queued");
        String intent = "mail.e1 (greeting, 76cec416)" + (times > 1 ? " (" + times + " times)" : "");
        change("UPDATE run SET attempt = ?, intent = ? WHERE workflow = 'mail'", times, intent);
        camel.getRouteController().resumeRoute("mail");
        return intent;
    }

    private void replay() throws Exception {
        change(
                "UPDATE run SET state = 'queued', ended_at = NULL, earlier_attempts = attempt WHERE workflow = ?",
                "mail");
    }

    private void change(String sql, Object... values) throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private Map<String, Object> run() {
        return database.run("e1", "mail");
    }

    private void awaitState(String state) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .untilAsserted(() -> assertThat(run()).containsEntry("state", state));
    }
}
