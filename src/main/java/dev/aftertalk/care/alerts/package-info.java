/**
 * Tells those who run Aftertalk, by mail or any other way that {@code routes/alerts.camel.yaml} has, when something needs them and when that is over.
 *
 * <p>May use {@code care.needs}, {@code care.pause}, {@code care.retention}, {@code deploy.live}, {@code privacy}, {@code web}, {@code text},
 * {@code scheduling} and the ledger with its start and history.
 */
package dev.aftertalk.care.alerts;
