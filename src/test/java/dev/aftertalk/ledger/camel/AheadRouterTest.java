package dev.aftertalk.ledger.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which routers may be asked before an event is stored: those that do nothing but choose. */
class AheadRouterTest {

    private static boolean mayBeAsked(String yaml) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.setAutoStartup(false);
            context.getPropertiesComponent().addInitialProperty("survey.delay", "1h");
            context.getPropertiesComponent().addInitialProperty("rule.looks", "${body[channel]} == 'CHAT'");
            context.getPropertiesComponent().addInitialProperty("rule.counts", "${bean:counter} > 1");
            context.getPropertiesComponent().addInitialProperty("satisfaction.settle-time", "5m");
            context.getPropertiesComponent().addPropertiesFunction(new org.apache.camel.spi.PropertiesFunction() {
                @Override
                public String getName() {
                    return "off";
                }

                @Override
                public String apply(String remainder) {
                    return "false";
                }
            });
            Resource resource = ResourceHelper.fromString("router.camel.yaml", yaml);
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
            RouteDefinition router = context.getRouteDefinition("router");
            return AheadRouter.onlyRoutes(router);
        }
    }

    private static String router(String steps) {
        return "- route:\n    id: router\n    from:\n      uri: ledger:events\n      steps:\n" + steps.indent(8);
    }

    @Test
    void asksTheRouterThatComesWithIt() throws Exception {
        assertThat(mayBeAsked(Files.readString(Path.of("routes/router.camel.yaml"))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                """
                - choice:
                    when:
                      - expression:
                          simple:
                            expression: "${body[eventType]} == 'visitor.updated' && ${exchangeProperty.eventId} != null"
                        steps:
                          - to:
                              uri: ledger:start/csat
                    otherwise:
                      steps:
                        - filter:
                            expression:
                              jsonpath:
                                expression: "$.[?(@.channel == 'CHAT')]"
                            steps:
                              - to: ledger:start/mail?delay=1h
                              - stop: {}
                """,
                "- filter:\n    expression:\n      simple: \"{{rule.looks}}\"\n    steps:\n      - to: ledger:start/mail\n"
            })
    void asksOneThatOnlyChooses(String steps) throws Exception {
        assertThat(mayBeAsked(router(steps))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- to: direct:look-up\n- to: ledger:start/mail\n",
                "- toD: ledger:start/${body[eventType]}\n",
                "- bean:\n    ref: counter\n",
                "- log: routed\n",
                "- delay:\n    expression:\n      constant: 1000\n- to: ledger:start/mail\n",
                "- multicast:\n    steps:\n      - to: ledger:start/mail\n",
                "- filter:\n    expression:\n      simple: \"${bean:counter} > 1\"\n    steps:\n      - to: ledger:start/mail\n",
                "- filter:\n    expression:\n      simple: \"${body[eventType]} == ${camelContext.stop}\"\n    steps:\n      - to: ledger:start/mail\n",
                "- filter:\n    expression:\n      simple: \"${body[${bean:counter}]} == 1\"\n    steps:\n      - to: ledger:start/mail\n",
                "- filter:\n    expression:\n      simple: \"$simple{bean:counter} > 1\"\n    steps:\n      - to: ledger:start/mail\n",
                "- filter:\n    expression:\n      method:\n        ref: counter\n    steps:\n      - to: ledger:start/mail\n",
                "- filter:\n    expression:\n      simple: \"{{rule.counts}}\"\n    steps:\n      - to: ledger:start/mail\n",
                "- filter:\n    expression:\n      simple: \"resource:classpath:rule.txt\"\n    steps:\n      - to: ledger:start/mail\n",
                "- to:\n    uri: ledger:start/mail\n    variableReceive: global:last\n"
            })
    void asksNoneThatDoesMore(String steps) throws Exception {
        assertThat(mayBeAsked(router(steps))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "errorHandler:\n  deadLetterChannel:\n    deadLetterUri: direct:alarm\n",
                "errorHandler:\n  defaultErrorHandler:\n    redeliveryPolicy:\n      maximumRedeliveries: 3\n",
                "errorHandler:\n  refErrorHandler:\n    ref: alarm\n",
                "routePolicy: counter\n"
            })
    void asksNoneThatSaysMoreOfItself(String more) throws Exception {
        String id = "    id: router\n";
        assertThat(mayBeAsked(router("- to: ledger:start/mail\n").replace(id, id + more.indent(4))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- errorHandler:\n    deadLetterChannel:\n      deadLetterUri: direct:alarm\n",
                "- routeConfiguration:\n    errorHandler:\n      deadLetterChannel:\n        deadLetterUri: direct:alarm\n",
                "- onException:\n    exception:\n      - java.lang.Exception\n    steps:\n      - to: direct:alarm\n",
                "- onCompletion:\n    steps:\n      - to: direct:alarm\n",
                "- intercept:\n    steps:\n      - to: direct:alarm\n",
                "- interceptFrom:\n    steps:\n      - to: direct:alarm\n",
                "- interceptSendToEndpoint:\n    uri: ledger:start/mail\n    steps:\n      - to: direct:alarm\n",
                "- routeConfiguration:\n    onException:\n      - onException:\n          exception:\n            - java.lang.Exception\n          steps:\n            - to: direct:alarm\n"
            })
    void asksNoneWhereItsFileSaysMore(String more) throws Exception {
        assertThat(mayBeAsked(more + router("- to: ledger:start/mail\n"))).isFalse();
    }
}
