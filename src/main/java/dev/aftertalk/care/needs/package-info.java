/**
 * What waits for a person: found once, for the console's inbox and for alerts.
 *
 * <p>May use {@code care.pause}, {@code care.reconcile}, {@code deploy.live}, {@code connectors.calls} and the ledger with its history.
 */
package dev.aftertalk.care.needs;
