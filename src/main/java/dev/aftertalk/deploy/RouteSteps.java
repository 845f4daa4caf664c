package dev.aftertalk.deploy;

import java.util.Optional;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.processor.DefaultProcessorFactory;
import org.apache.camel.processor.PollEnricher;
import org.apache.camel.reifier.PollReifier;
import org.apache.camel.reifier.ToDynamicReifier;
import org.apache.camel.reifier.WireTapReifier;
import org.apache.camel.support.EndpointHelper;

/** Makes the steps of routes as Camel does, but those whose URI is evaluated for each message with a {@link DynamicAddress}. */
public final class RouteSteps extends DefaultProcessorFactory {

    private static final String LIST = " can't keep apart what an expression finds and the address around it;"
            + " write toD:, or several, or an expression that makes the whole list";

    /** Why the Simple expression of a step that takes a list of addresses can't be used; empty when it can. */
    public static Optional<String> listFault(String step, String expression) {
        return DynamicAddress.isEvaluated(expression) ? Optional.of(step + LIST) : Optional.empty();
    }

    @Override
    public Processor createProcessor(Route route, NamedNode definition) throws Exception {
        if (definition instanceof WireTapDefinition<?> tap) {
            return new WireTapReifier(route, tap) {
                @Override
                protected Expression createExpression(String uri) {
                    Expression evaluated = super.createExpression(uri);
                    boolean fixed = !parseBoolean(this.definition.getDynamicUri(), true);
                    return fixed ? evaluated : exact(camelContext, uri, evaluated);
                }
            }.createProcessor();
        }
        if (definition instanceof ToDynamicDefinition step) {
            return new ToDynamicReifier<>(route, step) {
                @Override
                protected Expression createExpression(String uri) {
                    return exact(camelContext, uri, super.createExpression(uri));
                }
            }.createProcessor();
        }
        if (definition instanceof PollDefinition step) {
            Processor poll = new PollReifier(route, step) {
                @Override
                protected Expression createExpression(String uri) {
                    return exact(camelContext, uri, super.createExpression(uri));
                }
            }.createProcessor();
            if (poll instanceof PollEnricher enricher) {
                enricher.setAllowOptimisedComponents(false);
            }
            return poll;
        }
        if (definition instanceof PollEnrichDefinition step) {
            step.setAllowOptimisedComponents("false");
        }
        if (definition instanceof EnrichDefinition || definition instanceof PollEnrichDefinition) {
            evaluateExactly(route.getCamelContext(), (ExpressionNode) definition);
        }
        if (definition instanceof RecipientListDefinition<?>
                || definition instanceof RoutingSlipDefinition<?>
                || definition instanceof DynamicRouterDefinition<?>) {
            checkList((ExpressionNode) definition);
        }
        if (definition instanceof KameletDefinition kamelet) {
            apart(kamelet);
        }
        return super.createProcessor(route, definition);
    }

    /** A list is taken apart at its commas after it was evaluated: a visitor could add an address. */
    private static void checkList(ExpressionNode step) {
        ExpressionDefinition written = step.getExpression();
        String uri = written != null && "simple".equals(written.getLanguage()) ? written.getExpression() : "";
        if (DynamicAddress.isEvaluated(uri)) {
            throw new IllegalArgumentException(step.getShortName() + LIST);
        }
    }

    private static Expression exact(CamelContext context, String uri, Expression evaluated) {
        return DynamicAddress.of(
                context, EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, uri), evaluated);
    }

    private static void evaluateExactly(CamelContext context, ExpressionNode step) {
        ExpressionDefinition written = step.getExpression();
        if (written != null && "simple".equals(written.getLanguage())) {
            String uri = ExactParameters.uri(written.getExpression());
            Expression evaluated = context.resolveLanguage("simple")
                    .createExpression(EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, uri));
            step.setExpression(new ExpressionDefinition(exact(context, uri, evaluated)));
        }
    }

    /**
     * Gives the kamelet of this step a route of its own. The steps behind it are run by the kamelet's end, which Camel finds by the address: one
     * that is called elsewhere with equal parameters would run them there as well.
     */
    private static void apart(KameletDefinition step) {
        String name = step.getName();
        if (name != null && Address.of(name).path().indexOf('/') < 0) {
            String kamelet = Address.of(name).path();
            step.setName(kamelet + "/" + kamelet + "-" + UUID.randomUUID() + name.substring(kamelet.length()));
        }
    }
}
