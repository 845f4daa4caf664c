/**
 * Lets the runs go on that were sent away from a system that is down, once it is back.
 *
 * <p>May use {@code connectors.calls}, {@code ledger.waiting} and {@code scheduling}.
 */
package dev.aftertalk.connectors.catchup;
