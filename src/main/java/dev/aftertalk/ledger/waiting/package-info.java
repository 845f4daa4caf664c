/**
 * Lets runs go on that wait for something, a connector that is back or a file with new codes, before the time of their next attempt, or
 * a clock that is right again.
 *
 * <p>May use the ledger and {@code scheduling}.
 */
package dev.aftertalk.ledger.waiting;
