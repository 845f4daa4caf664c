/**
 * Which database the ledger is in, which node this is, and whether both are fit to start with.
 *
 * <p>May use the ledger, its component and {@code scheduling}.
 */
package dev.aftertalk.ledger.start;
