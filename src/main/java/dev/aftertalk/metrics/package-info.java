/** What Prometheus reads: counters and times of the ledger and the connectors, and figures that are read from the database. */
package dev.aftertalk.metrics;
