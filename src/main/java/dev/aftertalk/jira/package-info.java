/** Opens Jira issues: what {@code jira-ticket-sink.kamelet.yaml} can't say in YAML. */
package dev.aftertalk.jira;
