package dev.aftertalk.deploy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.service.ServiceHelper;

/**
 * What Camel has made of route files, file by file: it can be made, tried out and taken away again while all others run, with the kamelets and
 * endpoints that only it has used. Not for several threads.
 */
public final class CamelRoutes {

    private static final Pattern WORKFLOW = Pattern.compile("^ledger:(?://)?workflow/([^?]+)");
    private static final String TRIAL = "trial-";

    private final ModelCamelContext camel;
    private final Predicate<RouteDefinition> isLeftOut;
    private final RouteRemoval removal;
    private final Map<Path, Made> made = new TreeMap<>();
    private final Map<Path, List<RouteConfigurationDefinition>> configurations = new TreeMap<>();
    private int trials;

    /** @param endpoints that were made with them; others may have come to use them since */
    private record Made(RouteFile file, List<RouteDefinition> routes, Set<Endpoint> endpoints) {}

    /** @param isLeftOut whether a route is not made because of missing settings; without a word */
    public CamelRoutes(ModelCamelContext camel, Predicate<RouteDefinition> isLeftOut) {
        this.camel = camel;
        this.isLeftOut = isLeftOut;
        this.removal = new RouteRemoval(camel);
    }

    /** The version of a file whose routes there are; empty when there are none. */
    public Optional<RouteFile> made(Path path) {
        return Optional.ofNullable(made.get(path)).map(Made::file);
    }

    /** Files whose routes there are. */
    public Set<Path> made() {
        return Set.copyOf(made.keySet());
    }

    /**
     * Has a file's route configurations count for all routes that are made from now on, in place of those it held before.
     *
     * @param file null when there is none any more
     */
    public void configure(Path path, RouteFile file) throws Exception {
        List<RouteConfigurationDefinition> known = model().getRouteConfigurationDefinitions();
        List<RouteConfigurationDefinition> before = configurations.remove(path);
        if (before != null) {
            known.removeAll(before);
        }
        if (file != null && builder(file) instanceof RouteConfigurationBuilder builder) {
            List<RouteConfigurationDefinition> others = List.copyOf(known);
            builder.addRouteConfigurationsToCamelContext(camel);
            List<RouteConfigurationDefinition> own = new ArrayList<>(known);
            own.removeAll(others);
            if (!own.isEmpty()) {
                configurations.put(path, own);
            }
        }
    }

    /** Has kamelets read anew by whoever is made from now on; those who use them already keep what they have. */
    public void forgetKamelets(Set<String> names) throws Exception {
        for (String name : names) {
            if (model().getRouteTemplateDefinition(name) != null) {
                model().removeRouteTemplateDefinition(model().getRouteTemplateDefinition(name));
            }
        }
        camel.getEndpointRegistry().values().removeIf(endpoint -> RouteRemoval.kamelet(endpoint)
                .filter(each -> names.contains(each.getTemplateId()))
                .isPresent());
    }

    /**
     * Makes the routes of a file and starts them.
     *
     * @throws Exception what is wrong with it; then none of its routes is left
     */
    public void make(RouteFile file) throws Exception {
        Set<RouteDefinition> others = identical(model().getRouteDefinitions());
        Set<Endpoint> endpoints = identical(camel.getEndpoints());
        try {
            RouteBuilder builder = builder(file);
            checkIds(file, builder.configureRoutes(camel), path -> true);
            camel.addRoutes(new RoutesOnly(builder));
            camel.addTemplatedRoutes(builder);
        } catch (Exception e) {
            removal.remove(added(others), addedEndpoints(endpoints));
            throw e;
        }
        made.put(file.path(), new Made(file, added(others), addedEndpoints(endpoints)));
    }

    /** A file's routes, without its route configurations, which are there already. */
    private record RoutesOnly(RoutesBuilder file) implements RoutesBuilder {

        @Override
        public void addRoutesToCamelContext(CamelContext context) throws Exception {
            file.addRoutesToCamelContext(context);
        }

        @Override
        public void addTemplatedRoutesToCamelContext(CamelContext context) throws Exception {
            file.addTemplatedRoutesToCamelContext(context);
        }

        @Override
        public Set<String> updateRoutesToCamelContext(CamelContext context) throws Exception {
            return file.updateRoutesToCamelContext(context);
        }
    }

    static <T> Set<T> identical(Collection<T> all) {
        Set<T> set = Collections.newSetFromMap(new IdentityHashMap<>());
        set.addAll(all);
        return set;
    }

    /**
     * Makes the routes of a file beside those that run, without starting them, and takes them away again.
     *
     * @param stays whether the routes that there are of another file are there still when this one's are made
     * @throws Exception what is wrong with it
     */
    public void tryOut(RouteFile file, Predicate<Path> stays) throws Exception {
        Set<RouteDefinition> others = identical(model().getRouteDefinitions());
        Set<Endpoint> endpoints = identical(camel.getEndpoints());
        var filter = model().getRouteFilter();
        String prefix = TRIAL + ++trials + "-";
        try {
            RoutesDefinition routes = builder(file).configureRoutes(camel);
            checkIds(file, routes, stays);
            model().setRouteFilter(null);
            for (RouteDefinition route : routes.getRoutes()) {
                if (!isLeftOut.test(route)) {
                    route.setId(prefix + (route.getRouteId() == null ? "route" : route.getRouteId()));
                    route.setNodePrefixId(prefix);
                    route.setAutoStartup("false");
                    routes.prepareRoute(route);
                    model().addRouteDefinition(route);
                }
            }
        } finally {
            model().setRouteFilter(filter);
            removal.remove(added(others), addedEndpoints(endpoints));
        }
    }

    /** The name that a route has beside those of a trial. */
    static String withoutTrial(String route) {
        return route == null ? null : route.replaceFirst("^" + TRIAL + "\\d+-", "");
    }

    /** Camel would put a route in the place of another one of the same id. */
    private void checkIds(RouteFile file, RoutesDefinition routes, Predicate<Path> stays) {
        Set<String> own = new HashSet<>();
        for (RouteDefinition route : routes.getRoutes()) {
            String id = route.getRouteId();
            if (id != null && !own.add(id)) {
                throw new IllegalArgumentException("two routes here have the id " + id + "; give one of them another");
            }
        }
        for (Made other : made.values()) {
            for (RouteDefinition route : other.routes()) {
                if (!other.file().path().equals(file.path())
                        && stays.test(other.file().path())
                        && own.contains(route.getRouteId())) {
                    throw new IllegalArgumentException("the id " + route.getRouteId() + " is that of a route in "
                            + other.file().path() + "; give this route another, and its workflow another name");
                }
            }
        }
    }

    /** Has a file's routes begin nothing any more; what is under way goes on. */
    public void suspend(Path path) {
        consumers(path).forEach(ServiceHelper::suspendService);
    }

    /** Has them begin again. */
    public void resume(Path path) {
        consumers(path).forEach(ServiceHelper::resumeService);
    }

    /** Whether nothing is under way in a file's routes. */
    public boolean isIdle(Path path) {
        return routes(path).stream()
                .allMatch(route -> camel.getInflightRepository().size(route.getRouteId()) == 0
                        && (!(route.getConsumer() instanceof ShutdownAware waiting)
                                || waiting.getPendingExchangesSize() == 0));
    }

    /** The workflows whose runs a file's routes work on; not those that are left out. */
    public Set<String> workflows(Path path) {
        Made of = made.get(path);
        return of == null
                ? Set.of()
                : of.routes().stream()
                        .map(route ->
                                WORKFLOW.matcher(String.valueOf(route.getInput().getEndpointUri())))
                        .filter(Matcher::find)
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet());
    }

    /** Whether a file's routes answer calls from outside. */
    public boolean isAnswering(Path path) {
        return routes(path).stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().startsWith("platform-http:"));
    }

    private List<Consumer> consumers(Path path) {
        return routes(path).stream()
                .map(Route::getConsumer)
                .filter(consumer -> consumer instanceof org.apache.camel.Suspendable)
                .toList();
    }

    private List<Route> routes(Path path) {
        Made of = made.get(path);
        return of == null
                ? List.of()
                : of.routes().stream()
                        .map(route -> camel.getRoute(route.getRouteId()))
                        .filter(route -> route != null)
                        .toList();
    }

    /**
     * Takes a file's routes away, with all that only they have used. What is under way in them is ended.
     *
     * @return false when there were none
     */
    public boolean remove(Path path) throws Exception {
        Made of = made.remove(path);
        if (of != null) {
            removal.remove(of.routes(), of.endpoints());
        }
        return of != null;
    }

    private Set<Endpoint> addedEndpoints(Set<Endpoint> others) {
        Set<Endpoint> added = identical(camel.getEndpoints());
        added.removeAll(others);
        return added;
    }

    private List<RouteDefinition> added(Set<RouteDefinition> others) {
        return model().getRouteDefinitions().stream()
                .filter(route -> !others.contains(route) && !Boolean.TRUE.equals(route.isKamelet()))
                .toList();
    }

    private RouteBuilder builder(RouteFile file) throws Exception {
        for (RoutesBuilder each :
                PluginHelper.getRoutesLoader(camel).findRoutesBuilders(List.of(new SavedRouteFile(file)))) {
            return (RouteBuilder) each;
        }
        throw new IllegalArgumentException("there is nothing in it that Camel could read");
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
