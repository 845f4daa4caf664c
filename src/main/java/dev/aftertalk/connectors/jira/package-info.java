/**
 * Opens Jira issues: what {@code jira-ticket-sink.kamelet.yaml} can't say in YAML.
 *
 * <p>May use {@code privacy}, {@code connectors.calls}, the ledger and {@code text}.
 */
package dev.aftertalk.connectors.jira;
