package dev.aftertalk.usecases.promo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class CampaignCheckTest {

    @Test
    void refusesARouteThatNamesAnUnknownCampaign() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addLifecycleStrategy(new CampaignCheck(new Campaigns(PromoDatabase.settings(Map.of(
                    "thank-you", PromoDatabase.pattern("A-{8}", null), "vip", PromoDatabase.pattern("B-{8}", null))))));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    routeTemplate("promo-code-action")
                            .templateParameter("campaign")
                            .from("kamelet:source")
                            .to("log:{{campaign}}");
                }
            });
            camel.start();

            assertThat(camel.getEndpoint("kamelet:promo-code-action?campaign=vip"))
                    .isNotNull();
            assertThatThrownBy(() -> camel.getEndpoint("kamelet:promo-code-action?campaign=thankyou"))
                    .rootCause()
                    .hasMessage("There is no promo campaign 'thankyou': did you mean 'thank-you'?");
            assertThatThrownBy(() -> camel.getEndpoint("kamelet:promo-code-action?campaign=summer"))
                    .rootCause()
                    .hasMessage("There is no promo campaign 'summer': add it to application.properties, beginning with"
                            + " promo.campaigns.summer.source=csv (or pattern), or name one of thank-you, vip");
        }
    }
}
