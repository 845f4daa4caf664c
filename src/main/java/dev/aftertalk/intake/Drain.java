package dev.aftertalk.intake;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Knows from when until when events are taken. Told to stop, the server first shows that it is not ready; balancers take a while to see that,
 * and until the drain delay is over what they still send is taken. Then the routes stop, and while their last steps finish the door still
 * answers, with 503: Spring alone would stop the web server first, and who calls then would find nobody.
 */
@Component
class Drain implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final ApplicationAvailability availability;
    private final DrainSettings settings;
    private final ObjectProvider<CamelContext> camel;
    private volatile boolean wasReady;
    private volatile boolean running;

    /** @param camel not itself: what a lifecycle bean depends on is started with it, which for Camel is before its routes are there */
    Drain(ApplicationAvailability availability, DrainSettings settings, ObjectProvider<CamelContext> camel) {
        this.availability = availability;
        this.settings = settings;
        this.camel = camel;
    }

    /** True from readiness until the end of the drain delay. */
    boolean isTaking() {
        if (availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC) {
            wasReady = true;
            return true;
        }
        return wasReady && running && !settings.drainDelay().isZero();
    }

    @Override
    public void start() {
        running = true;
    }

    /** Returns when the routes have stopped. */
    @Override
    public void stop() {
        if (wasReady && !settings.drainDelay().isZero()) {
            LOG.info(
                    "Graceful shutdown: not ready any more, events are accepted for another {}", settings.drainDelay());
            try {
                Thread.sleep(settings.drainDelay().toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        running = false;
        camel.ifAvailable(CamelContext::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Started last and stopped first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
