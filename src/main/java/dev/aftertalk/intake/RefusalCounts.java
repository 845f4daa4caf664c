package dev.aftertalk.intake;

import dev.aftertalk.intake.Refusal.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Counts the webhook calls that were turned away, by reason: {@code aftertalk_webhook_rejected_total}. */
@Component
class RefusalCounts {

    private final Map<Reason, Counter> counters = new EnumMap<>(Reason.class);

    RefusalCounts(MeterRegistry registry) {
        for (Reason reason : Reason.values()) {
            counters.put(
                    reason,
                    Counter.builder("aftertalk.webhook.rejected")
                            .description("Webhook calls that were turned away")
                            .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
    }

    void add(Reason reason) {
        counters.get(reason).increment();
    }
}
