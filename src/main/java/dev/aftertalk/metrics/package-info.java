/**
 * What Prometheus reads: counters and times of the ledger and the connectors, and the figures that each package reads from the database for
 * it ({@link dev.aftertalk.metrics.StoredFigures}). Also what is kept of it for those who have no Prometheus ({@link dev.aftertalk.metrics.WorkflowFigures}).
 *
 * <p>Camel's own metrics (camel-micrometer) are left out. They take a time for every route, step and endpoint of every exchange, which costs
 * on the way of each event and makes series by the hundred, and they know neither what a run is nor whether it will be tried again.
 *
 * <p>May use the ledger and {@code scheduling}.
 */
package dev.aftertalk.metrics;
