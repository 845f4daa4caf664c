package dev.aftertalk.usecases.promo;

import dev.aftertalk.deploy.check.KameletNames;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** The campaigns that the settings name, for whoever looks at routes before any is made. Whether a campaign's own settings make sense is said of them. */
final class CampaignNames implements KameletNames {

    private final Environment settings;

    CampaignNames(Environment settings) {
        this.settings = settings;
    }

    @Override
    public String kamelet() {
        return CampaignCheck.KAMELET;
    }

    @Override
    public String parameter() {
        return CampaignCheck.PARAMETER;
    }

    @Override
    public Optional<String> fault(String given) {
        try {
            Map<String, Object> known = Binder.get(settings)
                    .bind("promo.campaigns", Bindable.mapOf(String.class, Object.class))
                    .orElse(Map.of());
            return known.containsKey(given) ? Optional.empty() : Optional.of(Campaigns.unknown(given, known.keySet()));
        } catch (BindException e) {
            return Optional.empty(); // the settings' own check tells of it
        }
    }
}
