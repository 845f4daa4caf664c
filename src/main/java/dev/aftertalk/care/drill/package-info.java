/**
 * Fault drills: rehearses a bad day of another system, for some minutes and on servers that allow it, and reports what became of it.
 *
 * <p>A drill acts where calls leave this server ({@code connectors.detour}), never inside of what it tries.
 *
 * <p>May use {@code care.retention}, {@code access}, {@code connectors}, {@code connectors.calls}, {@code connectors.detour}, {@code connectors.quota}, {@code privacy}, {@code web}, {@code scheduling} and the ledger with its history.
 */
package dev.aftertalk.care.drill;
