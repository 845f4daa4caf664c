/**
 * Finds, checks and loads what ops people wrote in {@code routes/}, and says where a fault in it is.
 *
 * <p>May use {@code connectors}, {@code connectors.calls}, the ledger, {@code settings} and {@code text}.
 */
package dev.aftertalk.deploy;
