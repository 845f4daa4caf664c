/**
 * A call to any other system: circuit breaker, rate limit, time, and what its fault means for the run.
 *
 * <p>May use the ledger, {@code text} and {@code scheduling}.
 */
package dev.aftertalk.connectors.calls;
