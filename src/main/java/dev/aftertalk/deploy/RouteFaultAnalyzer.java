package dev.aftertalk.deploy;

import dev.aftertalk.settings.GivenValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToCreateRouteFromTemplateException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.VetoCamelContextStartException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/**
 * Says which route can't be made, in which file, and which of the settings it uses is wrong and what it may be, in place of Camel's stack
 * trace. Faults that have an analyzer of their own come before this one.
 */
class RouteFaultAnalyzer implements FailureAnalyzer {

    private static final Pattern STEP = Pattern.compile(">>> (.*?) <<<", Pattern.DOTALL);
    private static final Pattern ROUTE = Pattern.compile("Route\\([^)]*\\)\\[(From\\[.*?\\])", Pattern.DOTALL);
    static final Pattern TEMPLATE = Pattern.compile("creating route from template: ([\\w-]+)");
    static final Pattern PLACEHOLDER =
            Pattern.compile("\\{\\{[?!]?(?:on:|off:|property:)?([A-Za-z0-9_.-]+)(?::[^}]*)?}}");

    /** As Camel and the components of ours name a parameter that can't be right. */
    private static final Pattern UNKNOWN = Pattern.compile(
            "Unknown parameters=\\[\\{(\\w+)=|^(?:\\S+ has no parameter \")?(\\w+)(?:\"[;.,]| is no (?:duration|number|truth))");

    private static final Pattern MISSING = Pattern.compile("Property with key \\[([^\\]]+)] not found");
    private static final String LINE = System.lineSeparator();

    private final Environment settings;

    RouteFaultAnalyzer(Environment settings) {
        this.settings = settings;
    }

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        List<Throwable> chain = chain(failure);
        if (chain.stream().noneMatch(RouteFaultAnalyzer::isOfRoutes)) {
            return null;
        }
        String all = chain.stream().map(Throwable::getMessage).collect(Collectors.joining(LINE));
        Matcher placeholders = PLACEHOLDER.matcher(step(all));
        List<String> names =
                placeholders.results().map(found -> found.group(1)).distinct().toList();
        StringBuilder text = new StringBuilder("Aftertalk can't start: ")
                .append(what(chain, all, names))
                .append(LINE)
                .append(LINE)
                .append("  ")
                .append(RouteFault.of(chain));
        if (!step(all).isEmpty()) {
            text.append(LINE).append("  in ").append(step(all));
        }
        names.stream()
                .map(name -> GivenValues.describe(settings, name))
                .flatMap(Optional::stream)
                .forEach(value -> text.append(LINE).append("  where ").append(value));
        return new FailureAnalysis(
                text.toString(), "Correct the file or the setting, and start Aftertalk again.", failure);
    }

    /** A failure and its causes, down to the first. */
    static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = failure; each != null && !chain.contains(each); each = each.getCause()) {
            chain.add(each);
        }
        return chain;
    }

    /** Which route or kamelet can't be made, with the places where people find it. */
    private String what(List<Throwable> chain, String messages, List<String> names) {
        Matcher template = TEMPLATE.matcher(messages);
        if (template.find()) {
            List<String> places = RoutePlace.using(settings, template.group(1));
            return "the kamelet " + template.group(1) + " can't be made"
                    + (places.isEmpty() ? "" : " (used in " + String.join(", ", places) + ")");
        }
        String id = chain.stream()
                .map(RouteFaultAnalyzer::route)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
        return id == null
                ? "a route can't be made"
                : "the route " + id + " can't be made"
                        + RoutePlace.of(settings, id, fault(chain, names))
                                .map(place -> " (" + place + ")")
                                .orElse("");
    }

    static RoutePlace.Fault fault(List<Throwable> chain, List<String> names) {
        String uri = null;
        String option = null;
        List<String> used = names;
        for (Throwable each : chain) {
            uri = each instanceof ResolveEndpointFailedException failed && failed.getUri() != null
                    ? ExactParameters.asWritten(failed.getUri())
                    : uri;
            uri = each instanceof NoSuchEndpointException failed ? ExactParameters.asWritten(failed.getUri()) : uri;
            Matcher missing = MISSING.matcher(String.valueOf(each.getMessage()));
            used = missing.find() ? List.of(missing.group(1)) : used;
            option = each instanceof PropertyBindingException failed ? failed.getPropertyName() : option;
            Matcher unknown = UNKNOWN.matcher(String.valueOf(each.getMessage()));
            option = option == null && unknown.find()
                    ? Objects.requireNonNullElse(unknown.group(1), unknown.group(2))
                    : option;
        }
        return new RoutePlace.Fault(used, uri, option);
    }

    private static boolean isOfRoutes(Throwable each) {
        return each instanceof FailedToCreateRouteException
                || each instanceof FailedToStartRouteException
                || each instanceof FailedToCreateRouteFromTemplateException
                || each instanceof ResolveEndpointFailedException
                || each instanceof VetoCamelContextStartException
                || each instanceof YamlEngineException;
    }

    static String route(Throwable each) {
        if (each instanceof FailedToCreateRouteException failed) {
            return failed.getRouteId();
        }
        return each instanceof FailedToStartRouteException failed ? failed.getRouteId() : null;
    }

    /** The step that fails, with its placeholders, as Camel quotes it. */
    static String step(String messages) {
        Matcher step = STEP.matcher(messages);
        if (step.find()) {
            return ExactParameters.asWritten(step.group(1));
        }
        Matcher route = ROUTE.matcher(messages);
        return route.find() ? ExactParameters.asWritten(route.group(1)) : "";
    }
}
