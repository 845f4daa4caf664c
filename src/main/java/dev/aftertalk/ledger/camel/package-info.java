/**
 * The Camel component {@code ledger:}, which is what routes see of the ledger.
 *
 * <p>May use the ledger, {@code text} and {@code settings}.
 */
package dev.aftertalk.ledger.camel;
