/**
 * Lets runs go on that wait for something, a connector that is back or a file with new codes, before the time of their next attempt.
 *
 * <p>May use the ledger.
 */
package dev.aftertalk.ledger.waiting;
