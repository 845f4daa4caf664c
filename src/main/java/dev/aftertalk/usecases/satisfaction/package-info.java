/**
 * What visitors answered about their conversations, the latest click of each question, and how many conversations are live: kept as the
 * events come in, in any order, and counted for {@code GET /api/satisfaction}.
 *
 * <p>May use {@code privacy}, {@code access}, {@code metrics}, {@code web}, {@code text} and the ledger.
 */
package dev.aftertalk.usecases.satisfaction;
