package dev.aftertalk.connectors.salesforce;

import dev.aftertalk.connectors.calls.ConnectorTimer;
import dev.aftertalk.connectors.detour.Detours;
import dev.aftertalk.testing.SkippingLedger;
import dev.aftertalk.testing.Unguarded;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Runs the real sink kamelets in a small workflow, with the variables that look-ups would have set. */
final class SalesforceWorkflow implements AutoCloseable {

    static final String CONVERSATION = "4c8c7408-f73c-42cd-89e9-afbbee7d9024";
    private static final String ROUTE =
            """
            - route:
                id: workflow
                from:
                  uri: direct:workflow
                  steps:
                    - setVariable:
                        name: leadFields
                        expression:
                          constant:
                            expression: |
                              # what is known of the visitor
                              FirstName: ${variable.visitor[firstName]}
                              LastName: ${variable.visitor[lastName]}
                              Email: ${variable.visitor[email]}
                              Email: ${variable.typed}
                              Phone: ${variable.visitor[phoneNumber]}
                              City: ${variable.visitor[city]}
                              Country: ${variable.visitor[country]}
                              Description: 50% of a + b & c = ${variable.visitor[source]}
                    - setVariable:
                        name: leadFieldsAtCreation
                        expression:
                          constant:
                            expression: |
                              LastName: Unknown
                              Company: ${variable.emailDomain}
                              Company: Unknown
                              LeadSource: Chat
                    - to:
                        uri: kamelet:salesforce-lead-sink
                    - filter:
                        simple:
                          expression: "${body[eventType]} == 'v2.conversation.closed'"
                        steps:
                          - setVariable:
                              name: taskFields
                              expression:
                                constant:
                                  expression: |
                                    Subject: Chat (${variable.conversation[channel]})
                                    Description: ${variable.transcript}
                                    Status: Completed
                          - to:
                              uri: kamelet:salesforce-task-sink
                    - setProperty:
                        name: went-on
                        expression:
                          constant:
                            expression: "yes"
            """;

    final List<String> skipped = new CopyOnWriteArrayList<>();
    /** How each call ended, as the metrics see it. */
    final List<ConnectorTimer.Outcome> calls = new CopyOnWriteArrayList<>();

    final CamelContext camel = new DefaultCamelContext();
    private final Map<String, Object> variables = new HashMap<>();
    private final ProducerTemplate client;

    static SalesforceSettings settings(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("salesforce", SalesforceSettings.class);
    }

    static Map<String, String> minimal(String url) {
        return new HashMap<>(Map.of(
                "salesforce.login-url", url,
                "salesforce.client-id", "the-app",
                "salesforce.client-secret", "s&cr+t%",
                "salesforce.connect-timeout", "2s",
                "salesforce.read-timeout", "2s"));
    }

    SalesforceWorkflow(Map<String, String> settings) throws Exception {
        this(settings, new Detours());
    }

    SalesforceWorkflow(Map<String, String> settings, Detours detours) throws Exception {
        SalesforceSettings bound = settings(settings);
        camel.getRegistry()
                .bind("salesforceLead", new SalesforceLead(bound, LeadClaimsDatabase.inMemory(Clock.systemUTC())));
        camel.getRegistry().bind("salesforceTask", new SalesforceTask(bound));
        camel.addComponent(
                "salesforce",
                new SalesforceConnector(
                        bound, (outcome, nanos) -> calls.add(outcome), Unguarded.GUARD, Unguarded.QUOTA, detours));
        KameletComponent kamelets = camel.getComponent("kamelet", KameletComponent.class);
        kamelets.setLocation("file:routes/kamelets");
        kamelets.setNoErrorHandler(true);
        camel.addComponent("ledger", new SkippingLedger(skipped));
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
            }
        });
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("workflow.camel.yaml", ROUTE));
        camel.start();
        client = camel.createProducerTemplate();
        variables.put("conversation", Map.of("channel", "CHAT"));
        variables.put("transcript", "Hello\nGood morning");
    }

    SalesforceWorkflow with(String variable, Object value) {
        variables.put(variable, value);
        return this;
    }

    Exchange closed(Object... visitor) {
        return run(Map.of("eventType", "v2.conversation.closed", "conversationId", CONVERSATION), visitor);
    }

    Exchange updated(Object... visitor) {
        return run(
                Map.of("eventType", "visitor.updated", "visitorId", "593de0891b628a50b09835dc6c0e92565329c74baa90e"),
                visitor);
    }

    private Exchange run(Map<String, Object> event, Object... visitor) {
        Map<String, Object> known = new HashMap<>();
        for (int i = 0; i < visitor.length; i += 2) {
            known.put((String) visitor[i], visitor[i + 1]);
        }
        return client.send("direct:workflow", exchange -> {
            exchange.getMessage().setBody(event);
            variables.forEach(exchange::setVariable);
            exchange.setVariable("visitor", known);
        });
    }

    @Override
    public void close() {
        camel.stop();
    }
}
