package dev.aftertalk.usecases.promo;

import dev.aftertalk.settings.SettingFault;
import dev.aftertalk.settings.SettingFaults;
import dev.aftertalk.text.Misspelt;
import dev.aftertalk.usecases.promo.PromoSettings.CampaignSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

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
            Campaign campaign = Campaign.of(name, settings);
            byName.values().stream()
                    .filter(campaign::hasCodesOf)
                    .findFirst()
                    .ifPresent(other -> refuse(campaign, other));
            byName.put(name, campaign);
        } catch (PromoSettingsException e) {
            LOG.warn("{}. The campaign is left out.", e.getMessage());
            faults.add(new SettingFault("promo.campaigns." + name, e.getMessage()));
        }
    }

    private static void refuse(Campaign campaign, Campaign other) {
        throw new PromoSettingsException("promo.campaigns." + campaign.name() + ".folder is " + campaign.folder()
                + ", whose codes the campaign " + other.name()
                + " gives out already: take another folder, or another column of the same files");
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
            throw new PromoSettingsException(StringUtils.capitalize(unknown(name, byName.keySet())));
        }
        return campaign;
    }

    /** That there is no such campaign, and what to write instead. */
    static String unknown(String name, Set<String> known) {
        return "there is no promo campaign '" + name + "': "
                + Misspelt.near(name, known)
                        .map(meant -> "did you mean '" + meant + "'?")
                        .orElse("add it to application.properties, beginning with promo.campaigns." + name
                                + ".source=csv (or pattern)"
                                + (known.isEmpty() ? "" : ", or name one of " + String.join(", ", known)));
    }
}
