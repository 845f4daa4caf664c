package dev.aftertalk.tracing;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/** Which kind of failure it was. What an exception says may tell of a visitor, its class does not. */
final class Errors {

    private Errors() {}

    /** What failed last on the exchange, handled or not; null for nothing. */
    static String of(Exchange exchange) {
        Throwable failure = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT, Throwable.class);
        return failure == null ? null : of(failure);
    }

    /** The class of its first cause. */
    static String of(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null && first.getCause() != first) {
            first = first.getCause();
        }
        return first.getClass().getName();
    }
}
