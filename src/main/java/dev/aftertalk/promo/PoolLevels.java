package dev.aftertalk.promo;

import dev.aftertalk.promo.CodePool.Level;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Shows how many codes are left: as {@code promo.pool.free} and {@code promo.codes.issued} by campaign, and in the details of the health
 * check. An empty pool does not make the server unhealthy: restarting it or taking traffic away would not fill it.
 */
@Component("promoHealthIndicator")
class PoolLevels implements MeterBinder, HealthIndicator {

    private final Campaigns campaigns;
    private final CodePool pool;

    PoolLevels(Campaigns campaigns, CodePool pool) {
        this.campaigns = campaigns;
        this.pool = pool;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Campaign campaign : campaigns.all()) {
            Gauge.builder("promo.codes.issued", () -> pool.level(campaign.name())
                            .allocated())
                    .description("Promo codes given out")
                    .tag("campaign", campaign.name())
                    .register(registry);
            if (isLimited(campaign)) {
                Gauge.builder("promo.pool.free", () -> free(campaign, pool.level(campaign.name())))
                        .description("Promo codes that can still be given out")
                        .tag("campaign", campaign.name())
                        .register(registry);
            }
        }
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

    private static boolean isLimited(Campaign campaign) {
        return campaign.folder() != null || campaign.hasMaximum();
    }

    private static long free(Campaign campaign, Level level) {
        long left = Math.max(0, campaign.maximum() - level.allocated());
        return campaign.folder() == null ? left : Math.min(left, level.free());
    }
}
