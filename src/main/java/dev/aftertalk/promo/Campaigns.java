package dev.aftertalk.promo;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** The campaigns there are, checked when the server starts. */
@Component
class Campaigns {

    private final Map<String, Campaign> byName = new TreeMap<>();

    Campaigns(PromoSettings settings) {
        if (settings.poll().isNegative() || settings.poll().isZero()) {
            throw new PromoSettingsException("promo.poll is not more than nothing: write for example 30s");
        }
        settings.campaigns().forEach((name, campaign) -> byName.put(name, Campaign.of(name, campaign)));
    }

    Collection<Campaign> all() {
        return byName.values();
    }

    /** @throws PromoSettingsException when there is no such campaign */
    Campaign require(String name) {
        Campaign campaign = byName.get(name);
        if (campaign == null) {
            throw new PromoSettingsException("There is no promo campaign " + name + "; there is: "
                    + String.join(", ", byName.keySet())
                    + ". Add it to application.properties, beginning with promo.campaigns."
                    + name + ".source=csv (or pattern), or name another one.");
        }
        return campaign;
    }
}
