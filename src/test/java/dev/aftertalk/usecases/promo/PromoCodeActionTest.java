package dev.aftertalk.usecases.promo;

import static dev.aftertalk.usecases.promo.PromoDatabase.pattern;
import static org.assertj.core.api.Assertions.assertThat;

import dev.aftertalk.testing.SkippingLedger;
import dev.aftertalk.testing.SubscriptionsPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kamelet.KameletComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code promo-code-action.kamelet.yaml} alone: who gets a code, and why others get none. */
class PromoCodeActionTest {

    private static final Map<String, Object> VISITOR = Map.of("visitorId", "v1", "email", "camille@example.com");

    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final SubscriptionsPeer subscriptions = new SubscriptionsPeer();
    private final List<String> reasons = new ArrayList<>();
    private PromoDatabase database;

    @BeforeEach
    void start() throws Exception {
        database = PromoDatabase.sqlite(folder);
        PromoCodes codes = database.codes(PromoDatabase.settings(Map.of("thank-you", pattern("A-{8}", null))));
        camel.getRegistry().bind("promoOffer", new PromoOffer(codes, subscriptions));
        camel.addComponent("ledger", new SkippingLedger(reasons));
        camel.getComponent("kamelet", KameletComponent.class).setLocation("file:routes/kamelets");
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:without").to("kamelet:promo-code-action?campaign=thank-you");
                from("direct:offers").to("kamelet:promo-code-action?campaign=thank-you&list=offers");
            }
        });
        camel.start();
    }

    @AfterEach
    void stop() throws IOException {
        camel.close();
        database.close();
    }

    @Test
    void givesACodeOfNoListToWhomHasUnsubscribedFromSome() {
        subscriptions.end("offers", "camille@example.com");

        assertThat(run("direct:without", VISITOR).getMessage().getBody(Map.class))
                .containsEntry("campaign", "thank-you")
                .containsEntry("repeated", false);
    }

    @Test
    void givesNoneOfAListThatTheVisitorHasUnsubscribedFrom() {
        subscriptions.end("offers", "camille@example.com");

        run("direct:offers", VISITOR);

        assertThat(reasons).containsExactly("no promo code: the visitor has unsubscribed from offers");
    }

    @Test
    void givesNoneToWhomNoMailCanBeSent() {
        run("direct:without", null);
        run("direct:without", Map.of());
        run("direct:offers", Map.of("visitorId", "v1", "email", "a@example.com, b@example.com"));

        assertThat(reasons).hasSize(3).containsOnly("no promo code: the visitor has no usable e-mail address");
    }

    private Exchange run(String route, Map<String, Object> visitor) {
        return camel.createProducerTemplate().request(route, exchange -> {
            exchange.setVariable("visitor", visitor);
            exchange.setProperty("ledgerEventId", "event-1");
        });
    }
}
