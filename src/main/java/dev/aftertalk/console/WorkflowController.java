package dev.aftertalk.console;

import dev.aftertalk.care.pause.Operations;
import dev.aftertalk.console.drawing.RouteDrawing;
import dev.aftertalk.metrics.StepCounts;
import dev.aftertalk.metrics.StepFigures;
import jakarta.servlet.http.HttpServletResponse;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One workflow, or the router: drawn as it runs, and how its steps went. */
@Controller
class WorkflowController {

    private static final String ROUTER = "router";

    private final Operations operations;
    private final StepFigures figures;
    private final ObjectProvider<CamelContext> camel;

    private final MessageSource messages;

    /** What was drawn stays so until another version runs, by language. */
    private final Map<RouteDefinition, Map<String, String>> drawn = new WeakHashMap<>();

    WorkflowController(
            Operations operations, StepFigures figures, ObjectProvider<CamelContext> camel, MessageSource messages) {
        this.operations = operations;
        this.figures = figures;
        this.camel = camel;
        this.messages = messages;
    }

    @GetMapping("/console/workflows/{name}")
    String page(
            @PathVariable String name,
            @RequestParam(defaultValue = "") String last,
            Principal who,
            Locale locale,
            org.springframework.ui.Model model,
            HttpServletResponse response) {
        return ConsolePages.orAway(response, model, () -> {
            ConsolePages.common(model, who, locale);
            Optional<Operations.Workflow> workflow = operations.workflow(name);
            Optional<RouteDefinition> route = route(name);
            if (workflow.isEmpty() && route.isEmpty()) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                return "console/no-workflow";
            }
            model.addAttribute("name", name);
            workflow.ifPresent(found -> model.addAttribute("workflow", found));
            route.ifPresent(found -> {
                model.addAttribute("description", found.getDescriptionText());
                model.addAttribute("drawing", draw(found, locale));
                file(found).ifPresent(file -> model.addAttribute("file", file));
            });
            model.addAttribute("steps", route.map(StepFigures::steps).orElse(List.of()));
            FigureTimes.add(model, last);
            model.addAttribute("figures", figures.last(name, FigureTimes.of(last)));
            model.addAttribute("none", StepCounts.NONE);
            return "console/workflow";
        });
    }

    private Optional<RouteDefinition> route(String name) {
        String input = name.equals(ROUTER) ? "ledger:events" : "ledger:workflow/" + name;
        return camel.getObject().getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> input(route).equals(input))
                .findFirst();
    }

    private static String input(RouteDefinition route) {
        return route.getInput() == null
                ? ""
                : route.getInput().getEndpointUri().replaceFirst("\\?.*", "").replaceFirst("^ledger:/+", "ledger:");
    }

    private synchronized String draw(RouteDefinition route, Locale locale) {
        return drawn.computeIfAbsent(route, found -> new HashMap<>())
                .computeIfAbsent(
                        locale.getLanguage(),
                        language -> RouteDrawing.svg(
                                route,
                                camel.getObject(),
                                word -> messages.getMessage("console.flow." + word, null, locale)));
    }

    private static Optional<String> file(RouteDefinition route) {
        return Optional.ofNullable(route.getResource())
                .map(Resource::getLocation)
                .filter(location -> location.startsWith("file:"))
                .map(location -> location.substring("file:".length()));
    }
}
