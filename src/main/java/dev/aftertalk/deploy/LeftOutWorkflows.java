package dev.aftertalk.deploy;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.settings.SettingFaults;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Leaves out each workflow, and each other route, whose settings are missing or can't be used, and says at start which they are; all others run. What the
 * router would have started is kept in the ledger as skipped, with the same words.
 */
@Component
public class LeftOutWorkflows implements CamelContextCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOutWorkflows.class);

    private final Ledger ledger;
    private final Environment settings;
    private final ObjectProvider<SettingFaults> faults;
    private RouteNeeds needs;

    LeftOutWorkflows(Ledger ledger, Environment settings, ObjectProvider<SettingFaults> faults) {
        this.ledger = ledger;
        this.settings = settings;
        this.faults = faults;
    }

    @Override
    public void configure(CamelContext context) {
        needs = new RouteNeeds(settings, faults, context);
        needs.addFunctions();
        context.getCamelContextExtension().getContextPlugin(Model.class).setRouteFilter(this::isSetUp);
    }

    /** Whether a route is not made because settings are missing or can't be used. */
    public boolean isLeftOut(RouteDefinition route) {
        return needs.of(route).isPresent();
    }

    /** Camel would leave such a route out as well, but without a word. */
    private boolean isSetUp(RouteDefinition route) {
        Optional<RouteNeeds.Lack> lack = needs.of(route);
        lack.ifPresent(each -> {
            if (isWorkflow(route)) {
                LOG.warn("The workflow {} is left out; to run it, {}", route.getRouteId(), each.remedy());
                SplitWorkflows.parts(route.getRouteId()).forEach(part -> ledger.leaveOut(part, each.cause()));
            } else {
                LOG.info("The route {} is left out; to run it, {}", route.getRouteId(), each.remedy());
            }
        });
        return lack.isEmpty();
    }

    /** Any other route has no runs that would wait. */
    private static boolean isWorkflow(RouteDefinition route) {
        return route.getInput().getEndpointUri().startsWith("ledger:");
    }
}
