/**
 * The engine: keeps every event and every run of a workflow, hands out what is due, and remembers how it ended.
 *
 * <p>May use {@code text} and {@code settings}.
 */
package dev.aftertalk.ledger;
