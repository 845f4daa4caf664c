package dev.aftertalk.deploy;

import dev.aftertalk.settings.SettingFaults;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Has the routes of a set of files made in a CamelContext of their own, as they would be made in the one that runs. */
@Component
public class SeparateRoutes {

    private final Environment settings;
    private final ObjectProvider<SettingFaults> faults;

    SeparateRoutes(Environment settings, ObjectProvider<SettingFaults> faults) {
        this.settings = settings;
        this.faults = faults;
    }

    /**
     * What makes the routes, and what is left out of them.
     *
     * @param leftOut causes, by the ids of routes whose settings are missing; filled while routes are made
     */
    public record Prepared(CamelRoutes routes, Map<String, String> leftOut) {}

    /**
     * Readies a context that was not started yet.
     *
     * @param isWanted which of the routes are made, those of kamelets among them
     */
    public Prepared prepare(ModelCamelContext camel, RouteSet files, Predicate<RouteDefinition> isWanted) {
        camel.getPropertiesComponent().addPropertiesSource(new Settings(settings));
        new RouteFiles().configure(camel);
        new RunningRoutesReader(new RunningRoutes(files), settings).configure(camel);
        new AllowListGuard(settings).configure(camel);
        RouteNeeds needs = new RouteNeeds(settings, faults, camel);
        needs.addFunctions();
        Map<String, String> leftOut = new ConcurrentHashMap<>();
        camel.getCamelContextExtension().getContextPlugin(Model.class).setRouteFilter(route -> {
            Optional<RouteNeeds.Lack> lack = needs.of(route);
            lack.ifPresent(each -> leftOut.put(route.getRouteId(), each.cause()));
            return lack.isEmpty() && isWanted.test(route);
        });
        return new Prepared(new CamelRoutes(camel, route -> needs.of(route).isPresent()), leftOut);
    }

    private record Settings(Environment settings) implements PropertiesSource {

        @Override
        public String getName() {
            return "settings";
        }

        @Override
        public String getProperty(String name) {
            return settings.getProperty(name);
        }
    }
}
