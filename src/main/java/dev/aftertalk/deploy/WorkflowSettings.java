package dev.aftertalk.deploy;

import dev.aftertalk.ledger.SplitWorkflows;
import dev.aftertalk.settings.SettingFault;
import dev.aftertalk.settings.SettingFaults;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Tells which of the settings that could not be used a workflow would use: by its precondition, its name and its steps. */
final class WorkflowSettings {

    /** What a step's name begins with, where that is not the first part of the settings it uses. */
    private static final Map<String, String> STEPS = Map.of(
            "email", "mail", "smtp", "mail", "smtps", "mail", "satisfaction-settled", "satisfaction.settle-time");

    /** Settings about a system that do not begin with its name. */
    private static final Map<String, String> SYSTEMS = Map.of(
            "resilience.iadvize", "iadvize",
            "resilience.smtp", "mail",
            "resilience.salesforce", "salesforce",
            "resilience.jira", "jira");

    private static final List<String> PARTS = List.of("iadvize", "mail", "salesforce", "jira", "survey", "promo");

    private static final String CAMPAIGNS = "promo.campaigns.";
    private static final Pattern CAMPAIGN = Pattern.compile("[?&]campaign=([A-Za-z0-9_-]+)");

    private final SettingFaults faults;

    WorkflowSettings(SettingFaults faults) {
        this.faults = faults;
    }

    /** The faults of what belongs to a setting: the whole connection, when one of its settings is wrong. */
    List<SettingFault> about(String setting) {
        String part = part(setting);
        return faults.faults().stream()
                .filter(fault -> fault.setting().equals(setting) || part != null && part.equals(part(fault.setting())))
                .toList();
    }

    /** The faults for which a route has to be left out, each once. */
    List<SettingFault> of(RouteDefinition route, CamelContext context) {
        if (faults.faults().isEmpty()) {
            return List.of();
        }
        List<String> uses = new ArrayList<>();
        uses.add("workflows." + route.getRouteId());
        uses.add("workflows." + SplitWorkflows.before(route.getRouteId()));
        collect(route.getOutputs(), context, uses);
        Stream<SettingFault> needed =
                ConfiguredFunction.in(route.getPrecondition())
                        .map(needs -> needs.wrong(this))
                        .orElse(List.of())
                        .stream();
        return Stream.concat(needed, uses.stream().flatMap(name -> about(name).stream()))
                .distinct()
                .toList();
    }

    private static void collect(List<ProcessorDefinition<?>> steps, CamelContext context, List<String> uses) {
        for (ProcessorDefinition<?> step : steps) {
            if (step.getDisabled() == null || !"true".equals(context.resolvePropertyPlaceholders(step.getDisabled()))) {
                String uri = step instanceof ToDynamicDefinition dynamic
                        ? dynamic.getUri()
                        : step instanceof EndpointRequiredDefinition endpoint ? endpoint.getEndpointUri() : null;
                if (uri != null) {
                    uses.add(uses(uri));
                    Matcher campaign = CAMPAIGN.matcher(uri);
                    if (campaign.find()) {
                        uses.add(CAMPAIGNS + campaign.group(1));
                    }
                }
                collect(step.getOutputs(), context, uses);
            }
        }
    }

    /** {@code kamelet:jira-ticket-sink} and {@code jira:…} use what begins with jira. */
    private static String uses(String uri) {
        String name = uri.replaceFirst("^kamelet:(//)?", "").split("[:?/]", 2)[0];
        return STEPS.entrySet().stream()
                .filter(entry -> name.equals(entry.getKey()) || name.startsWith(entry.getKey() + "-"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(name.split("-", 2)[0]);
    }

    /** What is left out together; null for a setting that stands for itself. */
    private static String part(String setting) {
        if (setting.startsWith(CAMPAIGNS)) {
            return CAMPAIGNS + setting.substring(CAMPAIGNS.length()).split("\\.", 2)[0];
        }
        for (Map.Entry<String, String> system : SYSTEMS.entrySet()) {
            if (setting.startsWith(system.getKey())) {
                return system.getValue();
            }
        }
        return PARTS.stream()
                .filter(part -> setting.equals(part) || setting.startsWith(part + "."))
                .findFirst()
                .orElse(null);
    }
}
