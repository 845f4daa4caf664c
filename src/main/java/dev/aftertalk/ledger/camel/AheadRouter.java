package dev.aftertalk.ledger.camel;

import dev.aftertalk.ledger.IncomingEvent;
import dev.aftertalk.ledger.Outcome;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.OtherwiseDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.errorhandler.RefErrorHandlerDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.spi.InterceptSendToEndpoint;

/**
 * Asks the router about an event before the event is stored, so that both are one write. Only a router that does nothing but choose what to
 * start is asked: whatever comes of the event, nothing was done that must not be done again. Any other gets its runs from the ledger.
 */
final class AheadRouter {

    private static final Set<Class<?>> STEPS = Set.of(
            ChoiceDefinition.class,
            WhenDefinition.class,
            OtherwiseDefinition.class,
            FilterDefinition.class,
            StopDefinition.class);

    private static final Set<String> LANGUAGES = Set.of("simple", "constant", "jsonpath");

    /** Functions of Simple that may be more than a look at the event, such as {@code bean} or {@code camelContext}, or any in another file. */
    private static final Pattern MORE_THAN_A_LOOK = Pattern.compile(
            "^\\s*resource:|\\$(simple)?\\{(?!(body|exchangeProperty\\.\\w+|exchangeProperty\\[\\w+])[\\[}?.])");

    /** Bytes of an event that is read for the router on each of the web server's threads at once; iAdvize's have hundreds. */
    private static final int LARGEST = 32 * 1024;

    private final AtomicReference<LedgerConsumer> router = new AtomicReference<>();

    /** The consumer of a router takes runs from now on. */
    void begin(LedgerConsumer consumer, NamedNode route) {
        if (route instanceof RouteDefinition definition && onlyRoutes(definition)) {
            router.set(consumer);
        }
    }

    void end(LedgerConsumer consumer) {
        router.compareAndSet(consumer, null);
    }

    /** What the router says; null when it has to be asked once the event is stored. */
    Outcome.Routed ask(IncomingEvent event) {
        LedgerConsumer asked = router.get();
        return asked == null || event.body().length > LARGEST ? null : asked.routeAhead(event);
    }

    /** Whether a route does nothing but choose what to start. What is intercepted is so in all routes, whichever file says so. */
    static boolean onlyRoutes(RouteDefinition route) {
        CamelContext context = route.getCamelContext();
        return route.getRoutePolicyRef() == null
                && failsAtOnce(route.getErrorHandlerFactory(), context)
                && context.getEndpoints().stream().noneMatch(InterceptSendToEndpoint.class::isInstance)
                && ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class).stream()
                        .allMatch(step -> onlyRoutes(step, context));
    }

    /** Another error handler may act, or have the sender wait while it tries again. */
    private static boolean failsAtOnce(ErrorHandlerFactory handler, CamelContext context) {
        return handler instanceof RefErrorHandlerDefinition usual
                && usual.getRef().equals(RefErrorHandlerDefinition.DEFAULT_ERROR_HANDLER_BUILDER)
                && context.getCamelContextExtension().getErrorHandlerFactory() == null;
    }

    private static boolean onlyRoutes(ProcessorDefinition<?> step, CamelContext context) {
        if (step instanceof ToDefinition to) {
            return to.getEndpointUri().matches("ledger:(//)?start/.*") && to.getVariableReceive() == null;
        }
        return STEPS.contains(step.getClass())
                && (!(step instanceof ExpressionNode node) || onlyLooks(node.getExpression(), context));
    }

    private static boolean onlyLooks(ExpressionDefinition expression, CamelContext context) {
        return LANGUAGES.contains(expression.getLanguage())
                && !MORE_THAN_A_LOOK
                        .matcher(context.resolvePropertyPlaceholders(expression.getExpression()))
                        .find();
    }
}
