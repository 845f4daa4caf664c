/**
 * How a workflow says what goes into which field of another system.
 *
 * <p>May use the ledger.
 */
package dev.aftertalk.connectors;
