/**
 * The engine: reads what an event says of itself (type, key, time), keeps every event and every run of a workflow, hands out what is due,
 * and remembers how it ended. What the webhook's addresses do with it is in {@code intake}.
 *
 * <p>May use {@code text} and {@code settings}.
 */
package dev.aftertalk.ledger;
