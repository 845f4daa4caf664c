/**
 * What connectors have in common beside their calls: how a workflow says what goes into which field of another system, and how systems are
 * asked for people who only look on.
 *
 * <p>May use the ledger and {@code connectors.calls}.
 */
package dev.aftertalk.connectors;
