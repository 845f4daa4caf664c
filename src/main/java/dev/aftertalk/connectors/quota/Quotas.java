package dev.aftertalk.connectors.quota;

import dev.aftertalk.time.SteadyClock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** The quotas of all other systems, one each for this server. */
@Component
public class Quotas {

    private final QuotaSettings settings;
    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, Quota> quotas = new ConcurrentHashMap<>();

    /** @param registry where what is left is shown, once a system tells */
    @Autowired
    public Quotas(QuotaSettings settings, MeterRegistry registry) {
        this(settings, registry, SteadyClock.get());
    }

    Quotas(QuotaSettings settings, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.registry = registry;
        this.clock = clock;
    }

    /**
     * The quota of one system, the same for whoever asks.
     *
     * @param connector its name in settings, metrics and logs
     * @param system its name in messages
     */
    public Quota of(String connector, String system) {
        return quotas.computeIfAbsent(connector, name -> quota(name, system));
    }

    /** How the quota of a system stands; empty while the system has told nothing of it. */
    public Optional<Quota.State> state(String connector) {
        return Optional.ofNullable(quotas.get(connector)).flatMap(Quota::state);
    }

    /** What runs wait for that were sent away for the quota of a system, as the ledger has it. */
    public static String waitsFor(String connector) {
        return Quota.waitsFor(connector);
    }

    /** Whether anybody here has asked for the quota of a system. */
    boolean isKnown(String connector) {
        return quotas.containsKey(connector);
    }

    Collection<Quota> all() {
        return quotas.values();
    }

    Priority priority(String workflow) {
        return settings.priority(workflow);
    }

    private Quota quota(String connector, String system) {
        Quota quota = new Quota(connector, system, settings, clock);
        gauge(
                connector,
                "aftertalk.quota.left",
                "Calls that a system still allows this account",
                quota,
                Quota.State::left);
        gauge(
                connector,
                "aftertalk.quota.limit",
                "Calls that a system allows this account in all",
                quota,
                Quota.State::limit);
        return quota;
    }

    private void gauge(
            String connector, String name, String description, Quota quota, ToDoubleFunction<Quota.State> of) {
        Gauge.builder(name, quota, each -> each.state()
                        .map(state -> of.applyAsDouble(state))
                        .orElse(Double.NaN))
                .description(description)
                .tag("connector", connector)
                .register(registry);
    }
}
