/**
 * Makes up for the time in which no webhook could be taken: knows when that was, and starts what iAdvize lists of it and the ledger lacks.
 *
 * <p>May use {@code access}, {@code privacy}, {@code connectors.iadvize}, {@code intake}, {@code metrics}, {@code connectors.calls}, {@code web}, {@code scheduling} and the ledger with its history.
 */
package dev.aftertalk.care.reconcile;
