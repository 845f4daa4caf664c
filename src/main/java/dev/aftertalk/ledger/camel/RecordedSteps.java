package dev.aftertalk.ledger.camel;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Has each run remember its calls to other systems: the steps that leave this server, and those of beans that are given an id because they
 * do. What can be decided about a step is decided when its route is made, so that a run only takes the time; where a step leads to that is
 * evaluated for each message is known once it came back.
 */
public final class RecordedSteps implements InterceptStrategy {

    private static final Set<String> INSIDE = Set.of("ledger", "kamelet", "direct", "seda", "log", "mock", "stub");

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        Processor step = nextTarget != null ? nextTarget : target;
        String id = ownId(definition);
        if (step instanceof EndpointAware aware && aware.getEndpoint() != null) {
            Endpoint endpoint = aware.getEndpoint();
            return isCall(endpoint, id) ? new CallRecorder(target, id, endpoint) : target;
        }
        return isEvaluated(definition) ? new CallRecorder(target, id, null) : target;
    }

    /**
     * A call that is made within another step, and kept with the run like a step of its own.
     *
     * @param id of the call
     */
    public static Processor recorded(Processor call, String id, Endpoint endpoint) {
        return new CallRecorder(call, id, endpoint);
    }

    private static String ownId(NamedNode definition) {
        return definition instanceof OptionalIdentifiedDefinition<?> named && named.hasCustomIdAssigned()
                ? definition.getId()
                : null;
    }

    /** Not {@code wireTap}, whose message goes a way of its own. */
    private static boolean isEvaluated(NamedNode definition) {
        return definition instanceof ToDynamicDefinition && !(definition instanceof WireTapDefinition)
                || definition instanceof EnrichDefinition
                || definition instanceof RecipientListDefinition
                || definition instanceof RoutingSlipDefinition
                || definition instanceof DynamicRouterDefinition;
    }

    static boolean isCall(Endpoint endpoint, String id) {
        String scheme = scheme(endpoint);
        return isBean(endpoint) ? id != null : endpoint.isRemote() && !INSIDE.contains(scheme);
    }

    static boolean isBean(Endpoint endpoint) {
        return scheme(endpoint).equals("bean");
    }

    static String scheme(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        int end = uri.indexOf(':');
        return end < 0 ? uri : uri.substring(0, end);
    }
}
