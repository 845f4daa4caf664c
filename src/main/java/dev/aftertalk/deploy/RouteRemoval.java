package dev.aftertalk.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.component.kamelet.KameletProcessor;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteDefinitionHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes routes away from Camel, with what Camel leaves behind: the kamelets that only they have used, and endpoints. Not for several threads.
 */
final class RouteRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(RouteRemoval.class);
    private static final long LONGEST_END_SECONDS = 1;

    private final ModelCamelContext camel;

    RouteRemoval(ModelCamelContext camel) {
        this.camel = camel;
    }

    /**
     * Ends what is under way in routes and takes them away.
     *
     * @param endpoints that were made with them; those go that nobody uses any more
     */
    void remove(Collection<RouteDefinition> routes, Set<Endpoint> endpoints) throws Exception {
        for (RouteDefinition route : routes) {
            remove(route);
        }
        while (removeUnusedKamelets()) {
            // one kamelet may have used another
        }
        removeUnused(endpoints);
    }

    /** Those that Camel leaves behind: of steps that evaluate their address, and of routes that could not be made. */
    private void removeUnused(Set<Endpoint> endpoints) {
        Set<Endpoint> unused = CamelRoutes.identical(camel.getEndpoints());
        unused.retainAll(endpoints);
        if (unused.isEmpty()) {
            return;
        }
        camel.getRoutes().forEach(route -> unused.removeAll(endpoints(route)));
        for (RouteDefinition route : model().getRouteDefinitions()) {
            for (String uri : RouteDefinitionHelper.gatherAllEndpointUris(camel, route, true, true, false)) {
                unused.remove(camel.hasEndpoint(uri));
            }
        }
        unused.forEach(this::removeEndpoint);
    }

    private void removeEndpoint(Endpoint endpoint) {
        try {
            camel.removeEndpoint(endpoint);
        } catch (Exception e) {
            LOG.warn("An endpoint that is not used any more can't be stopped: {}", e.toString());
        }
    }

    private void remove(RouteDefinition route) throws Exception {
        String id = route.getRouteId();
        List<Endpoint> own = camel.getRoute(id) == null ? List.of() : calledWithSteps(camel.getRoute(id));
        if (camel.getRoute(id) != null) {
            camel.getRouteController().stopRoute(id, LONGEST_END_SECONDS, TimeUnit.SECONDS);
            // With its definition Camel would stop it once more, and wait for as long as at the end of the server.
            camel.removeRoute(id);
        }
        model().removeRouteDefinition(route);
        model().getRouteDefinitions().remove(route);
        own.forEach(this::removeEndpoint);
    }

    /** Kamelets that a step calls which has steps of its own: Camel leaves their endpoints behind. */
    private List<Endpoint> calledWithSteps(Route route) {
        return services(route).stream()
                .filter(KameletProcessor.class::isInstance)
                .map(each -> camel.hasEndpoint("kamelet:" + ((KameletProcessor) each).getName()))
                .filter(Objects::nonNull)
                .toList();
    }

    private boolean removeUnusedKamelets() throws Exception {
        Set<String> used = usedKamelets();
        List<RouteDefinition> unused = model().getRouteDefinitions().stream()
                .filter(route -> Boolean.TRUE.equals(route.isKamelet()) && !used.contains(route.getRouteId()))
                .toList();
        for (RouteDefinition route : unused) {
            remove(route);
        }
        return !unused.isEmpty();
    }

    /** By their routes' ids: those that another route uses, or that some step's evaluated address has led to. */
    private Set<String> usedKamelets() {
        Set<String> used = new HashSet<>();
        Deque<Route> todo = new ArrayDeque<>();
        for (Route route : camel.getRoutes()) {
            if (!route.isCreatedByKamelet()) {
                todo.add(route);
            }
        }
        for (Endpoint endpoint : camel.getEndpoints()) {
            kamelet(endpoint).ifPresent(each -> use(each, used, todo));
        }
        while (!todo.isEmpty()) {
            for (Endpoint endpoint : endpoints(todo.remove())) {
                kamelet(endpoint).ifPresent(each -> use(each, used, todo));
            }
        }
        return used;
    }

    private void use(KameletEndpoint kamelet, Set<String> used, Deque<Route> todo) {
        if (used.add(kamelet.getRouteId()) && camel.getRoute(kamelet.getRouteId()) != null) {
            todo.add(camel.getRoute(kamelet.getRouteId()));
        }
    }

    /** One that is called; not what begins and ends each of them. */
    static Optional<KameletEndpoint> kamelet(Endpoint endpoint) {
        return endpoint instanceof KameletEndpoint kamelet
                        && !endpoint.getEndpointUri().matches("kamelet:(//)?(source|sink)\\b.*")
                ? Optional.of(kamelet)
                : Optional.empty();
    }

    private static Set<Endpoint> endpoints(Route route) {
        Set<Endpoint> endpoints = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Service each : services(route)) {
            if (each instanceof EndpointAware aware && aware.getEndpoint() != null) {
                endpoints.add(aware.getEndpoint());
            }
        }
        return endpoints;
    }

    private static Set<Service> services(Route route) {
        List<Service> services = new ArrayList<>(route.getServices());
        route.getOnExceptions().forEach(each -> add(services, each));
        route.getOnCompletions().forEach(each -> add(services, each));
        Set<Service> all = new LinkedHashSet<>();
        services.forEach(each -> all.addAll(ServiceHelper.getChildServices(each, true)));
        return all;
    }

    private static void add(List<Service> services, Object each) {
        if (each instanceof Service service) {
            services.add(service);
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
