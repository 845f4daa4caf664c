/**
 * The Salesforce connector: keeps leads and the conversations with them through Camel's {@code salesforce} component.
 *
 * <p>May use {@code privacy}, {@code diagnosis}, {@code connectors}, {@code connectors.calls}, {@code secrets}, the ledger and {@code text}.
 */
package dev.aftertalk.connectors.salesforce;
