package dev.aftertalk.routes;

import dev.aftertalk.ledger.Ledger;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Leaves out each workflow whose connector is not set up, and says at start which settings it needs; all others run. What the router would
 * have started is kept in the ledger as skipped, with the same words.
 */
@Component
class LeftOutWorkflows implements CamelContextCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOutWorkflows.class);

    private final Ledger ledger;
    private final Environment settings;

    LeftOutWorkflows(Ledger ledger, Environment settings) {
        this.ledger = ledger;
        this.settings = settings;
    }

    @Override
    public void configure(CamelContext context) {
        context.getPropertiesComponent().addPropertiesFunction(new ConfiguredFunction(settings));
        context.getCamelContextExtension().getContextPlugin(Model.class).setRouteFilter(this::isSetUp);
    }

    /** Camel would leave such a route out as well, but without a word. */
    private boolean isSetUp(RouteDefinition route) {
        List<String> missing = ConfiguredFunction.in(route.getPrecondition())
                .map(needs -> needs.missing(settings))
                .orElse(List.of());
        if (missing.isEmpty()) {
            return true;
        }
        String names = String.join(", ", missing);
        LOG.warn("The workflow {} is left out; to run it, set {}", route.getRouteId(), names);
        ledger.leaveOut(route.getRouteId(), "The workflow is left out: " + names + " not set.");
        return false;
    }
}
