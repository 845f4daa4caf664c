package dev.aftertalk.connectors.calls;

import dev.aftertalk.ledger.WaitingException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The guards of all other systems, one each for this server, whichever and how many workflows call it. */
public class Guards {

    private static final List<String> STATES = List.of("closed", "half open", "open");

    private final ResilienceSettings settings;
    private final MeterRegistry registry;
    private final Map<String, Guard> guards = new ConcurrentHashMap<>();
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private volatile Set<String> paused = Set.of();

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
    public Set<String> systems() {
        Set<String> all = new TreeSet<>(settings.limits().keySet());
        all.addAll(breakers.keySet());
        return all;
    }

    /**
     * Pauses these systems on this node, and resumes all others: none is called any more, and what would call it waits. A call under way goes on.
     */
    public void pause(Set<String> connectors) {
        paused = Set.copyOf(connectors);
    }

    /** For people: {@code closed}, {@code open} or {@code half open}; a system that nobody here has called yet is closed. */
    public String state(String connector) {
        Breaker breaker = breakers.get(connector);
        return STATES.get(breaker == null ? 0 : breaker.state());
    }

    /** What is wrong with a system, as this node sees it; empty while it is called. */
    public Optional<Trouble> trouble(String connector) {
        return Optional.ofNullable(breakers.get(connector)).flatMap(Breaker::trouble);
    }

    /** Whether it is left alone, but for a call now and then while it is not paused. */
    public boolean isDown(String connector) {
        Breaker breaker = breakers.get(connector);
        return paused.contains(connector) || breaker != null && breaker.state() != 0;
    }

    /** Whether the next call would be let through. */
    public boolean isTimeToTry(String connector) {
        Breaker breaker = breakers.get(connector);
        return !paused.contains(connector) && (breaker == null || breaker.isTimeToTry());
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
        RateLimit rateLimit = RateLimit.of(
                connector, system, settings.limits().getOrDefault(connector, ResilienceSettings.Limit.NONE));
        return () -> {
            if (paused.contains(connector)) {
                throw WaitingException.until(
                        connector, system + " is paused by people here, and goes on when they resume it");
            }
            breaker.check();
            rateLimit.await();
            return breaker.enter();
        };
    }
}
