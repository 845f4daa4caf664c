package dev.aftertalk.webhook;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.stereotype.Component;

/**
 * Opens once the application is ready and the webhook's route runs, and closes as soon as either ends.
 *
 * <p>The web server listens before the routes start and after they stop; without this a call would meet a 404, which costs iAdvize one of
 * its three tries.
 */
@Component
class RouteIntakeGate implements IntakeGate {

    static final String ROUTE = "webhook";

    private final ApplicationAvailability availability;
    private final CamelContext camel;

    RouteIntakeGate(ApplicationAvailability availability, CamelContext camel) {
        this.availability = availability;
        this.camel = camel;
    }

    @Override
    public boolean open() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                && camel.getRouteController().getRouteStatus(ROUTE) == ServiceStatus.Started;
    }
}
