package dev.aftertalk.deploy;

import dev.aftertalk.settings.SettingFault;
import dev.aftertalk.settings.SettingFaults;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.model.RouteDefinition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;

/** What the routes of a CamelContext need of the settings, and the placeholders by which they ask for it. */
final class RouteNeeds {

    private final Environment settings;
    private final CamelContext camel;
    private final WorkflowSettings wrong;

    RouteNeeds(Environment settings, ObjectProvider<SettingFaults> faults, CamelContext camel) {
        this.settings = settings;
        this.camel = camel;
        this.wrong = new WorkflowSettings(
                () -> faults.stream().flatMap(each -> each.faults().stream()).toList());
    }

    /**
     * Why a route is not made.
     *
     * @param remedy what to do, as in {@code set mail.host}
     * @param cause what is kept with its runs
     */
    record Lack(String remedy, String cause) {}

    /** Has the context know the placeholders. */
    void addFunctions() {
        // Spring's settings hold the environment's variables already, below arguments and with their usual spelling.
        if (camel.getPropertiesComponent() instanceof PropertiesComponent properties) {
            properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_FALLBACK);
            properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_FALLBACK);
        }
        camel.getPropertiesComponent().addPropertiesFunction(new ConfiguredFunction(settings, wrong));
        camel.getPropertiesComponent().addPropertiesFunction(new SwitchFunction(camel, SwitchFunction.ON));
        camel.getPropertiesComponent().addPropertiesFunction(new SwitchFunction(camel, SwitchFunction.OFF));
    }

    /** What a route lacks; empty when it can be made. */
    Optional<Lack> of(RouteDefinition route) {
        List<String> missing = NeededSettings.missing(route.getPrecondition(), settings);
        if (!missing.isEmpty()) {
            String names = String.join(", ", missing);
            return Optional.of(new Lack("set " + names, "The workflow is left out: " + names + " not set."));
        }
        List<SettingFault> unusable = wrong.of(route, camel);
        if (unusable.isEmpty()) {
            return Optional.empty();
        }
        String problems = unusable.stream().map(SettingFault::problem).collect(Collectors.joining("; "));
        return Optional.of(new Lack("correct this: " + problems, "The workflow is left out: " + problems + "."));
    }
}
