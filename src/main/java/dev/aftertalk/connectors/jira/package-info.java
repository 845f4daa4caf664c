/**
 * Opens Jira issues: the Camel component {@code jira-issue:}.
 *
 * <p>May use {@code privacy}, {@code diagnosis}, {@code connectors}, {@code connectors.calls}, the ledger and {@code text}.
 */
package dev.aftertalk.connectors.jira;
