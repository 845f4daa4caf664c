package dev.aftertalk.connectors.iadvize;

import dev.aftertalk.ledger.RetryableException;
import java.io.IOException;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Producer;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.http.HttpMethods;

/**
 * Posts to one of iAdvize's endpoints for all runs together, outside of any route.
 *
 * @param to finds the endpoint
 * @param system the other side as messages name it
 * @param type content type of what is posted
 */
record DirectCall(Supplier<Endpoint> to, String system, String type) {

    /** The answer, whatever its status. */
    Message post(byte[] body) {
        Endpoint endpoint = to.get();
        Exchange exchange = endpoint.createExchange(ExchangePattern.InOut);
        exchange.getIn().setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
        exchange.getIn().setHeader(Exchange.CONTENT_TYPE, type);
        exchange.getIn().setBody(body);
        try (Producer producer = endpoint.createProducer()) {
            producer.start();
            producer.process(exchange);
            return exchange.getMessage();
        } catch (IOException e) {
            throw new RetryableException(
                    system + " can't be reached (" + e.getClass().getSimpleName() + ")", e);
        } catch (Exception e) {
            throw RuntimeCamelException.wrapRuntimeCamelException(e);
        }
    }
}
