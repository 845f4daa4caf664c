package dev.aftertalk.metrics;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * A step of a workflow that does something.
 *
 * @param workflow its name
 * @param id of the step in its file
 */
record WorkflowStep(String workflow, String id) implements Comparable<WorkflowStep> {

    private static final Comparator<WorkflowStep> ORDER =
            Comparator.comparing(WorkflowStep::workflow).thenComparing(WorkflowStep::id);

    private static final Pattern WORKFLOW = Pattern.compile("ledger:(?://)?workflow/([^?]+).*");

    /** What only tells the ledger how the run goes on, or writes to the log. */
    private static final Pattern INSIDE = Pattern.compile("(?:ledger|log|direct|seda):.*");

    /** Empty for a step that does nothing, has no id, or is none of a workflow's own: steps within a kamelet are part of the kamelet. */
    static Optional<WorkflowStep> of(NamedNode node) {
        return node instanceof ProcessorDefinition<?> definition && acts(definition) && hasOwnId(definition)
                ? workflowOf(ProcessorDefinitionHelper.getRoute(definition))
                        .map(name -> new WorkflowStep(name, definition.getId()))
                : Optional.empty();
    }

    @Override
    public int compareTo(WorkflowStep other) {
        return ORDER.compare(this, other);
    }

    private static boolean acts(ProcessorDefinition<?> definition) {
        return definition instanceof SendDefinition<?> send
                        && !INSIDE.matcher(send.getEndpointUri()).matches()
                || definition instanceof ToDynamicDefinition
                || definition instanceof BeanDefinition
                || definition instanceof EnrichDefinition
                || definition instanceof PollEnrichDefinition
                || definition instanceof RecipientListDefinition;
    }

    private static boolean hasOwnId(OptionalIdentifiedDefinition<?> definition) {
        return definition.hasCustomIdAssigned();
    }

    private static Optional<String> workflowOf(RouteDefinition route) {
        if (route == null || route.getInput() == null) {
            return Optional.empty();
        }
        Matcher input = WORKFLOW.matcher(route.getInput().getEndpointUri());
        return input.matches() ? Optional.of(input.group(1)) : Optional.empty();
    }
}
