/**
 * The ledger's reading side, apart from the path that takes in and works on events: searches of events and runs, the figures of the ledger
 * for the metrics, and letting old events go.
 *
 * <p>May use {@code metrics}, {@code privacy} and the ledger.
 */
package dev.aftertalk.ledger.history;
