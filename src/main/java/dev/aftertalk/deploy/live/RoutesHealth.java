package dev.aftertalk.deploy.live;

import dev.aftertalk.deploy.check.Finding;
import java.util.TreeSet;
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

    private final LiveSettings settings;

    RoutesHealth(Deployer deployer, LiveSettings settings) {
        this.deployer = deployer;
        this.settings = settings;
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
        SettingsState saved = settings.state();
        if (!saved.refused().isEmpty()) {
            health.withDetail(
                    "settings (refused)",
                    saved.refused().stream().map(Finding::toString).toList());
        }
        if (!saved.atRestart().isEmpty()) {
            health.withDetail("settings (at the next restart)", new TreeSet<>(saved.atRestart()));
        }
        return health.build();
    }
}
