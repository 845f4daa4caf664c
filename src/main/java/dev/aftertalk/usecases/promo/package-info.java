/**
 * Promo codes: one for each visitor and campaign, for ever.
 *
 * <p>May use {@code privacy}, {@code metrics}, the ledger, {@code settings} and {@code text}.
 */
package dev.aftertalk.usecases.promo;
