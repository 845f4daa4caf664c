/**
 * The Camel component {@code ledger:}: what routes see of the ledger, what is kept of each attempt, and when a failed run is tried again
 * (exponential back-off).
 *
 * <p>May use the ledger, {@code text} and {@code settings}.
 */
package dev.aftertalk.ledger.camel;
