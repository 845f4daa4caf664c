package dev.aftertalk.connectors.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.aftertalk.connectors.calls.ConnectorTimers;
import dev.aftertalk.connectors.calls.Guards;
import dev.aftertalk.connectors.calls.ResilienceSettings;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.testing.SubscriptionsPeer;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The beans under the names the kamelet uses, made by Spring of the settings, with the product's own template. */
@SpringBootTest(
        classes = MailWiringTest.Wiring.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {
            "camel.main.routes-include-pattern=file:src/test/resources/mail/*.camel.yaml",
            "mail.security=none",
            "mail.from=hello@shop.example"
        })
class MailWiringTest {

    private static final GreenMail MAIL_SERVER = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    @Autowired
    private CamelContext camel;

    @Autowired
    private ProducerTemplate client;

    @DynamicPropertySource
    static void mailServer(DynamicPropertyRegistry settings) {
        MAIL_SERVER.start();
        settings.add("mail.host", () -> "127.0.0.1");
        settings.add("mail.port", () -> MAIL_SERVER.getSmtp().getPort());
    }

    @AfterAll
    static void stop() {
        MAIL_SERVER.stop();
    }

    @Test
    void sendsTheThankYouMail() throws Exception {
        load("thanks", "thank-you");

        Exchange run = client.send("direct:thanks", exchange -> {
            exchange.getMessage().setBody(Map.of("channel", "CHAT"));
            exchange.setVariable("visitor", Map.of("email", "zoe@example.com", "firstName", "Zoë"));
            exchange.setProperty("ledgerWorkflow", "thank-you-email");
            exchange.setProperty("ledgerEventId", "event-1");
        });

        assertThat(run.getException()).isNull();
        assertThat(MAIL_SERVER.getReceivedMessages()).singleElement().satisfies(mail -> assertThat(mail.getSubject())
                .isEqualTo("Thank you Zoë"));
    }

    @Test
    void servesSeveralWorkflows() throws Exception {
        load("one", "thank-you");
        load("two", "thank-you");
        load("three", "thank-you");

        assertThat(camel.getRouteController().getRouteStatus("one").isStarted()).isTrue();
        assertThat(camel.getRouteController().getRouteStatus("three").isStarted())
                .isTrue();
    }

    @Test
    void refusesARouteWhoseTemplateIsMissing() {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> load("lost", "lost")))
                .hasStackTraceContaining("mail template routes/mail/lost.ftlh: there is no such file");
    }

    private void load(String id, String template) throws Exception {
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString(
                        id + ".camel.yaml",
                        """
                - route:
                    id: %s
                    from:
                      uri: direct:%s
                      steps:
                        - to:
                            uri: kamelet:email-sink
                            parameters:
                              template: %s
                              to: "${variable.visitor[email]}"
                """
                                .formatted(id, id, template)));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class})
    @EnableConfigurationProperties({MailSettings.class, ResilienceSettings.class})
    @Import({
        MailIdentity.class,
        MailTemplates.class,
        MailTemplateCheck.class,
        EmailSink.class,
        MailComposer.class,
        MailTrust.class,
        ConnectorTimers.class,
        Guards.class,
        Detours.class,
        PooledMailSender.class
    })
    static class Wiring {

        @Bean
        MailLimit mailLimit() {
            return MailWorkflow.ANY_NUMBER;
        }

        @Bean
        TemplateSource templates(MailSettings settings) {
            return new FolderTemplates(settings.templates());
        }

        @Bean
        SubscriptionsPeer subscriptions() {
            return new SubscriptionsPeer();
        }

        @Bean("ledger")
        RecordingLedger ledger() {
            return new RecordingLedger();
        }
    }
}
