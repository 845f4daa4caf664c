package dev.aftertalk.care.reconcile;

import dev.aftertalk.ledger.history.EventsOfType;
import java.time.Duration;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which types of events are reconciled. Unless the settings say so, it's those that the iAdvize app has subscribed to, as far as that shows:
 * those that a webhook brought lately. As long as no webhook has come at all, it's those that the router has a branch for.
 */
@Component
class ReconciledTypes {

    static final List<String> ALL = List.of(PastEvents.CLOSED, PastEvents.ANSWERED);
    static final Duration LATELY = Duration.ofDays(30);

    private static final String WEBHOOK = "webhook";

    private final JdbcClient database;
    private final ReconcileSettings settings;
    private final ObjectProvider<CamelContext> camel;

    ReconciledTypes(JdbcClient database, ReconcileSettings settings, ObjectProvider<CamelContext> camel) {
        this.database = database;
        this.settings = settings;
        this.camel = camel;
    }

    /** For a stretch of time that begins then, in milliseconds since 1970. */
    List<String> from(long begin) {
        if (!settings.types().isEmpty()) {
            return settings.types();
        }
        long since = begin - LATELY.toMillis();
        List<String> seen = ALL.stream()
                .filter(type -> EventsOfType.anySince(database, since, WEBHOOK, type))
                .toList();
        return seen.isEmpty() && !EventsOfType.anySince(database, since, WEBHOOK)
                ? ALL.stream().filter(this::isRouted).toList()
                : seen;
    }

    private boolean isRouted(String type) {
        return camel.getObject().getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().stream()
                .filter(route -> route.getInput().getEndpointUri().startsWith("ledger:events"))
                .anyMatch(route -> names(route, type));
    }

    private static boolean names(RouteDefinition route, String type) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ChoiceDefinition.class).stream()
                .flatMap(choice -> choice.getWhenClauses().stream())
                .anyMatch(when -> when.getExpression().getExpression().contains("'" + type + "'"));
    }
}
