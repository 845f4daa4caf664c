/**
 * The ledger's reading side, off the way of an event: what is asked of its events and runs, and letting them go.
 *
 * <p>May use {@code metrics}, {@code privacy} and the ledger.
 */
package dev.aftertalk.ledger.history;
