package dev.aftertalk.promo;

import dev.aftertalk.promo.PromoSettings.CampaignSettings;
import dev.aftertalk.settings.SettingFault;
import dev.aftertalk.settings.SettingFaults;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The campaigns there are, checked when the server starts. One whose settings make no sense is left out, with the workflows that use it. */
@Component
class Campaigns implements SettingFaults {

    private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);

    private final Map<String, Campaign> byName = new TreeMap<>();
    private final List<SettingFault> faults = new ArrayList<>();

    Campaigns(PromoSettings settings) {
        settings.campaigns().forEach(this::add);
    }

    private void add(String name, CampaignSettings settings) {
        try {
            byName.put(name, Campaign.of(name, settings));
        } catch (PromoSettingsException e) {
            LOG.warn("{}. The campaign is left out.", e.getMessage());
            faults.add(new SettingFault("promo.campaigns." + name, e.getMessage()));
        }
    }

    @Override
    public List<SettingFault> faults() {
        return List.copyOf(faults);
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
