/**
 * Looks up visitors and conversations in iAdvize's REST and GraphQL APIs, and lists past ones.
 *
 * <p>May use {@code diagnosis}, {@code connectors.calls}, the ledger and {@code text}.
 */
package dev.aftertalk.connectors.iadvize;
