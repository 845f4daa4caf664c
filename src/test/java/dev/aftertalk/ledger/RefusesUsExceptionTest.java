package dev.aftertalk.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class RefusesUsExceptionTest {

    @Test
    void isHandledAsOneThatWaitsWhateverItWasToldBy() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(WaitingException.class).handled(true).setBody(constant("waits"));
                    onException(Exception.class).handled(true).setBody(constant("dead"));
                    from("direct:in").process(exchange -> {
                        throw exchange.getMessage().getBody(Exception.class);
                    });
                }
            });
            camel.start();
            for (Exception told : List.of(new Exception("from their answer"), new IllegalStateException("no key"))) {
                assertThat(camel.createProducerTemplate()
                                .requestBody("direct:in", new RefusesUsException("check the setting", told)))
                        .isEqualTo("waits");
            }
        }
    }
}
