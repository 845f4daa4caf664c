package dev.aftertalk.intake;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** The bodies that are on their way in, those of webhooks apart from all others, so that neither takes the other's places. */
@Component
class ArrivingBodies implements MeterBinder {

    private final BodyPlaces webhooks;
    private final BodyPlaces others;
    private final int most;

    ArrivingBodies(WebSettings settings) {
        webhooks = places(settings);
        others = places(settings);
        most = settings.maxArriving();
    }

    private static BodyPlaces places(WebSettings settings) {
        return new BodyPlaces(settings.maxArriving(), settings.maxArrivingSize().toBytes());
    }

    BodyPlaces ofWebhooks() {
        return webhooks;
    }

    BodyPlaces ofOthers() {
        return others;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        register(registry, webhooks, "webhook");
        register(registry, others, "others");
        Gauge.builder("aftertalk.web.arriving.limit", this, self -> self.most)
                .description("Bodies that may be waited for at once, for webhooks and for all other addresses, each")
                .register(registry);
    }

    private static void register(MeterRegistry registry, BodyPlaces places, String address) {
        Gauge.builder("aftertalk.web.arriving", places, BodyPlaces::taken)
                .description("Bodies that are being waited for")
                .tag("address", address)
                .register(registry);
        Gauge.builder("aftertalk.web.arriving.size", places, BodyPlaces::held)
                .description("Memory that bodies being waited for take")
                .baseUnit("bytes")
                .tag("address", address)
                .register(registry);
    }
}
