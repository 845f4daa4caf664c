package dev.aftertalk.resilience;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
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

    /** By the names of the systems that anybody has asked for. */
    Map<String, Breaker> breakers() {
        return Map.copyOf(breakers);
    }

    private Guard guard(String connector, String system) {
        Breaker breaker = new Breaker(connector, system, settings.probeInterval(), settings.failures());
        breakers.put(connector, breaker);
        Gauge.builder("aftertalk.breaker.state", breaker, Breaker::state)
                .description("0 while a system is called, 2 while it is down and left alone, 1 while one call tries it")
                .tag("connector", connector)
                .register(registry);
        Pace pace = Pace.of(connector, system, settings.limit(connector));
        return () -> {
            breaker.check();
            pace.await();
            return breaker.enter();
        };
    }
}
