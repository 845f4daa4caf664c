package dev.aftertalk.ledger.camel;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Keeps the steps after {@code ledger:skip}, {@code ledger:dead} and {@code ledger:retry} from acting, wherever in the route they are: Camel's
 * own stop does not reach beyond the copy of the exchange that a split or multicast made.
 */
public final class EndedRuns implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (RunInProgress.hasEnded(exchange)) {
                    exchange.setRouteStop(true);
                    callback.done(true);
                    return true;
                }
                return super.process(exchange, callback);
            }
        };
    }
}
