package dev.aftertalk.intake.health;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Makes readiness say what the door does: a server that would refuse an event gets none from a balancer. */
@Component
class IntakeHealthIndicator implements HealthIndicator {

    private final IntakeGate gate;

    IntakeHealthIndicator(IntakeGate gate) {
        this.gate = gate;
    }

    @Override
    public Health health() {
        return (gate.open() ? Health.up() : Health.outOfService()).build();
    }
}
