package dev.aftertalk.connectors.calls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The guards of all other systems, one each for this server, whichever and how many workflows call it. */
@Component
public class Guards {

    private final ResilienceSettings settings;
    private final MeterRegistry registry;
    private final Map<String, Guard> guards = new ConcurrentHashMap<>();
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

    /** @param registry where the state of each is shown */
    public Guards(ResilienceSettings settings, MeterRegistry registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /**
     * The guard of one system, the same for whoever asks.
     *
     * @param connector its name in settings, metrics and logs
     * @param system its name in messages
     */
    public Guard of(String connector, String system) {
        return guards.computeIfAbsent(connector, name -> guard(name, system));
    }

    /** The names of all systems, those included that nobody here has called yet. */
    Set<String> systems() {
        Set<String> all = new TreeSet<>(settings.limits().keySet());
        all.addAll(breakers.keySet());
        return all;
    }

    /** Whether it is left alone, but for a call now and then. */
    boolean isDown(String connector) {
        Breaker breaker = breakers.get(connector);
        return breaker != null && breaker.state() != 0;
    }

    /** Whether the next call would be let through. */
    boolean isTimeToTry(String connector) {
        Breaker breaker = breakers.get(connector);
        return breaker == null || breaker.isTimeToTry();
    }

    private Guard guard(String connector, String system) {
        Counter refusals = Counter.builder("aftertalk.connector.refusals")
                .description("Calls that a system refused since it does not take this server, whatever is asked")
                .tag("connector", connector)
                .register(registry);
        Breaker breaker = new Breaker(connector, system, settings.probeInterval(), settings.failures(), refusals);
        breakers.put(connector, breaker);
        Gauge.builder("aftertalk.breaker.state", breaker, Breaker::state)
                .description("0 while a system is called, 2 while it is down and left alone, 1 while one call tries it")
                .tag("connector", connector)
                .register(registry);
        RateLimit rateLimit =
                RateLimit.of(connector, system, settings.limits().getOrDefault(connector, ResilienceSettings.Limit.NONE));
        return () -> {
            breaker.check();
            rateLimit.await();
            return breaker.enter();
        };
    }
}
