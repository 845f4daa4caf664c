/**
 * What waits for a person: for the console's inbox and whoever else tells of it.
 *
 * <p>May use {@code care.pause}, {@code care.reconcile}, {@code deploy.live}, {@code connectors.calls} and the ledger with its history.
 */
package dev.aftertalk.care.needs;
