package dev.aftertalk.deploy;

import dev.aftertalk.ledger.Ledger;
import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.settings.SettingFault;
import dev.aftertalk.settings.SettingFaults;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.CamelContextCustomizer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Leaves out each workflow whose settings are missing or can't be used, and says at start which they are; all others run. What the router
 * would have started is kept in the ledger as skipped, with the same words.
 */
@Component
public class LeftOutWorkflows implements CamelContextCustomizer {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOutWorkflows.class);

    private final Ledger ledger;
    private final Environment settings;
    private final ObjectProvider<SettingFaults> faults;
    private CamelContext camel;
    private WorkflowSettings wrong;

    LeftOutWorkflows(Ledger ledger, Environment settings, ObjectProvider<SettingFaults> faults) {
        this.ledger = ledger;
        this.settings = settings;
        this.faults = faults;
    }

    @Override
    public void configure(CamelContext context) {
        camel = context;
        wrong = new WorkflowSettings(
                () -> faults.stream().flatMap(each -> each.faults().stream()).toList());
        // Spring's settings hold the environment's variables already, below arguments and with their usual spelling.
        if (context.getPropertiesComponent() instanceof PropertiesComponent properties) {
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
        }
        context.getPropertiesComponent().addPropertiesFunction(new ConfiguredFunction(settings, wrong));
        context.getPropertiesComponent().addPropertiesFunction(new SwitchFunction(context, SwitchFunction.ON));
        context.getPropertiesComponent().addPropertiesFunction(new SwitchFunction(context, SwitchFunction.OFF));
        context.getCamelContextExtension().getContextPlugin(Model.class).setRouteFilter(this::isSetUp);
    }

    /** Whether a route is not made because settings are missing or can't be used. */
    public boolean isLeftOut(RouteDefinition route) {
        return !missing(route).isEmpty() || !wrong.of(route, camel).isEmpty();
    }

    private List<String> missing(RouteDefinition route) {
        return ConfiguredFunction.in(route.getPrecondition())
                .map(needs -> needs.missing(settings))
                .orElse(List.of());
    }

    /** Camel would leave such a route out as well, but without a word. */
    private boolean isSetUp(RouteDefinition route) {
        List<String> missing = missing(route);
        List<SettingFault> unusable = wrong.of(route, camel);
        if (missing.isEmpty() && unusable.isEmpty()) {
            return true;
        }
        String problems = unusable.stream().map(SettingFault::problem).collect(Collectors.joining("; "));
        String names = String.join(", ", missing);
        if (missing.isEmpty()) {
            LOG.warn("The workflow {} is left out; to run it, correct this: {}", route.getRouteId(), problems);
            leaveOut(route.getRouteId(), "The workflow is left out: " + problems + ".");
        } else {
            LOG.warn("The workflow {} is left out; to run it, set {}", route.getRouteId(), names);
            leaveOut(route.getRouteId(), "The workflow is left out: " + names + " not set.");
        }
        return false;
    }

    private void leaveOut(String workflow, String cause) {
        SplitWorkflows.parts(workflow).forEach(part -> ledger.leaveOut(part, cause));
    }
}
