/**
 * Sample events: how iAdvize's look, and sending one for real, as if iAdvize had.
 *
 * <p>May use {@code access} and {@code ledger}.
 */
package dev.aftertalk.care.sample;
