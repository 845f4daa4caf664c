package dev.aftertalk.usecases.promo;

import dev.aftertalk.metrics.StoredFigures;
import dev.aftertalk.usecases.promo.CodePool.Level;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Shows how many codes are left: as metrics by campaign, and in the details of the health check. An empty pool does not make the server
 * unhealthy: restarting it or taking traffic away would not fill it.
 */
@Component("promoHealthIndicator")
class PoolLevels implements StoredFigures, HealthIndicator {

    private final Campaigns campaigns;
    private final CodePool pool;

    PoolLevels(Campaigns campaigns, CodePool pool) {
        this.campaigns = campaigns;
        this.pool = pool;
    }

    @Override
    public List<Figure> read() {
        List<Figure> figures = new ArrayList<>();
        for (Campaign campaign : campaigns.all()) {
            Level level = pool.level(campaign.name());
            Tags tags = Tags.of("campaign", campaign.name());
            figures.add(new Figure("aftertalk.promo.codes.issued", "Promo codes given out", tags, level.allocated()));
            if (isLimited(campaign)) {
                figures.add(new Figure(
                        "aftertalk.promo.codes.left",
                        "Promo codes that can still be given out",
                        tags,
                        free(campaign, level)));
            }
        }
        return figures;
    }

    @Override
    public Health health() {
        Health.Builder health = Health.up();
        for (Campaign campaign : campaigns.all()) {
            Level level = pool.level(campaign.name());
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("issued", level.allocated());
            if (isLimited(campaign)) {
                details.put("free", free(campaign, level));
            }
            health.withDetail(campaign.name(), details);
        }
        return health.build();
    }

    static boolean isLimited(Campaign campaign) {
        return campaign.folder() != null || campaign.hasMaximum();
    }

    static long free(Campaign campaign, Level level) {
        long left = Math.max(0, campaign.maximum() - level.allocated());
        return campaign.folder() == null ? left : Math.min(left, level.free());
    }
}
