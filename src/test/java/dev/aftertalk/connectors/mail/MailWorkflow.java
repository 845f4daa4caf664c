package dev.aftertalk.connectors.mail;

import dev.aftertalk.connectors.calls.ConnectorTimer;
import dev.aftertalk.connectors.calls.Guard;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.testing.SubscriptionsPeer;
import dev.aftertalk.testing.Unguarded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;

/** Runs the real {@code email-sink} kamelet in a small workflow against a mail server of the test. */
final class MailWorkflow implements AutoCloseable {

    static final Map<String, Object> EVENT = Map.of("eventId", "event-1", "channel", "CHAT", "clientId", 1234567);

    static final MailLimit ANY_NUMBER = new MailLimit(null, new MailLimitSettings(0), new SimpleMeterRegistry());

    final RecordingLedger ledger = new RecordingLedger();
    final SubscriptionsPeer subscriptions = new SubscriptionsPeer();
    final CamelContext camel = new DefaultCamelContext();
    final PooledMailSender sender;
    private final ProducerTemplate client;
    private final Map<String, Object> properties =
            new HashMap<>(Map.of("ledgerEventId", "event-1", "ledgerWorkflow", "thank-you-email", "ledgerAttempt", 1));

    /** Settings for a server on this machine that asks for nothing. */
    static MailSettings settings(int port) {
        return settings(port, MailSettings.Security.NONE, "", "");
    }

    static MailSettings settings(int port, MailSettings.Security security, String sslBundle, String username) {
        return settings(
                port, Map.of("mail.security", security, "mail.ssl-bundle", sslBundle, "mail.username", username));
    }

    /** @param others by their names in application.properties */
    static MailSettings settings(int port, Map<String, Object> others) {
        Map<String, Object> all = new HashMap<>(Map.of(
                "mail.port", port,
                "mail.password", "secret",
                "mail.security", "none",
                "mail.from", "\"Zoë & Co\" <hello@shop.example>",
                "mail.templates", "src/test/resources/mail",
                "mail.connect-timeout", "2s",
                "mail.read-timeout", "2s",
                "mail.data-done-timeout", "2s"));
        all.putAll(others);
        return new Binder(new MapConfigurationPropertySource(all))
                .bind("mail", MailSettings.class)
                .get();
    }

    static PooledMailSender sender(MailSettings settings) {
        return sender(settings, new DefaultSslBundleRegistry());
    }

    static PooledMailSender sender(MailSettings settings, Guard guard) {
        return new PooledMailSender(
                settings,
                new MailIdentity(settings),
                new MailTrust(settings, new DefaultSslBundleRegistry()),
                ConnectorTimer.NONE,
                guard,
                new Detours());
    }

    static PooledMailSender sender(MailSettings settings, SslBundles bundles) {
        return sender(settings, bundles, new Detours());
    }

    static PooledMailSender sender(MailSettings settings, SslBundles bundles, Detours detours) {
        return new PooledMailSender(
                settings,
                new MailIdentity(settings),
                new MailTrust(settings, bundles),
                ConnectorTimer.NONE,
                Unguarded.GUARD,
                detours);
    }

    MailWorkflow(MailSettings settings, String template, String to) throws Exception {
        this(settings, template, to, "");
    }

    MailWorkflow(MailSettings settings, String template, String to, String list) throws Exception {
        this(settings, template, to, list, ANY_NUMBER);
    }

    MailWorkflow(MailSettings settings, String template, String to, String list, MailLimit limit) throws Exception {
        MailTemplates templates = FolderTemplates.of(settings);
        sender = sender(settings);
        camel.getRegistry().bind("mailTemplates", templates);
        camel.getRegistry().bind("mailSender", sender);
        camel.getRegistry()
                .bind("emailSink", new EmailSink(new MailComposer(new MailIdentity(settings)), limit, subscriptions));
        camel.addLifecycleStrategy(new MailTemplateCheck(templates));
        camel.getCamelContextExtension().addInterceptStrategy(new MailHeaders());
        camel.addComponent("ledger", ledger);
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        PluginHelper.getRoutesLoader(camel)
                .loadRoutes(ResourceHelper.fromString(
                        "workflow.camel.yaml",
                        """
                - route:
                    id: workflow
                    from:
                      uri: direct:workflow
                      steps:
                        - to:
                            uri: kamelet:email-sink
                            parameters:
                              template: %s
                              to: "%s"
                              list: "%s"
                        - setProperty:
                            name: went-on
                            expression:
                              constant:
                                expression: "yes"
                """
                                .formatted(template, to, list)));
        camel.start();
        client = camel.createProducerTemplate();
    }

    /** Sets an exchange property the ledger would have set. */
    MailWorkflow with(String property, Object value) {
        properties.put(property, value);
        return this;
    }

    Exchange run(Map<String, Object> visitor) {
        return run(visitor, exchange -> exchange);
    }

    Exchange run(Map<String, Object> visitor, UnaryOperator<Exchange> prepare) {
        Processor processor = exchange -> {
            properties.forEach(exchange::setProperty);
            exchange.getMessage().setBody(EVENT);
            if (visitor != null) {
                exchange.setVariable("visitor", visitor);
            }
            prepare.apply(exchange);
        };
        return client.send("direct:workflow", processor);
    }

    @Override
    public void close() {
        camel.stop();
        sender.destroy();
    }
}
