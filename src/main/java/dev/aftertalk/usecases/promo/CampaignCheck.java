package dev.aftertalk.usecases.promo;

import org.apache.camel.Endpoint;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.stereotype.Component;

/** Refuses a route that names an unknown campaign when the route is made: otherwise each of its runs would find out. */
@Component
class CampaignCheck extends LifecycleStrategySupport {

    static final String KAMELET = "promo-code-action";
    static final String PARAMETER = "campaign";

    private final Campaigns campaigns;

    CampaignCheck(Campaigns campaigns) {
        this.campaigns = campaigns;
    }

    @Override
    public void onEndpointAdd(Endpoint endpoint) {
        if (endpoint instanceof KameletEndpoint kamelet && KAMELET.equals(kamelet.getTemplateId())) {
            Object campaign = kamelet.getKameletProperties().get(PARAMETER);
            if (campaign != null) { // Camel itself says when it is missing
                campaigns.require(campaign.toString());
            }
        }
    }
}
