/**
 * Traces for OpenTelemetry: one for each event, from the webhook over all attempts of all its runs to the last call, whatever lies between them.
 * Off unless {@code tracing.endpoint} says where they go. While they are off none of its beans is made, and of OpenTelemetry no class is loaded
 * but two that Spring Boot looks for by name.
 *
 * <p>The ids of the trace are made of the event's id, so that every node and every process knows them and the ledger stores nothing.
 *
 * <p>Camel's own tracer (camel-opentelemetry2) is left out, and so is Spring Boot's over Micrometer. Camel's begins a trace with each exchange,
 * and so one for each attempt; it makes a span of every step; and it sends what stands in addresses, exceptions and the routes' log, which
 * tells of visitors. Both bring classes that every start would load. What is used of them is where Camel tells of exchanges and calls, and how
 * Spring Boot names the server to a collector.
 *
 * <p>May use the ledger, its component, {@code connectors.calls} and {@code text}.
 */
package dev.aftertalk.tracing;
