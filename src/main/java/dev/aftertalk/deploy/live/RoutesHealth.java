package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.check.Finding;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Shows refused files in the details of the health check. They do not make the server unhealthy: what ran before goes on, and restarting it or
 * taking traffic away would not correct them.
 */
@Component("routesHealthIndicator")
class RoutesHealth implements HealthIndicator {

    private final Deployer deployer;

    RoutesHealth(Deployer deployer) {
        this.deployer = deployer;
    }

    @Override
    public Health health() {
        RoutesState state = deployer.state();
        Health.Builder health = Health.up()
                .withDetail("version", state.runs().version())
                .withDetail("files", state.runs().files().size());
        state.refused()
                .forEach((path, findings) -> health.withDetail(
                        path + " (" + state.of(path) + ")",
                        findings.stream().map(Finding::toString).toList()));
        return health.build();
    }
}
