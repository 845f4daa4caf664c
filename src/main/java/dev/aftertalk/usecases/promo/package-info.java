/**
 * Promo codes: one for each visitor and campaign, for ever.
 *
 * <p>May use {@code access}, {@code deploy.check}, {@code connectors.mail}, {@code privacy}, {@code metrics}, {@code settings}, {@code text}, {@code scheduling} and the ledger ({@code ledger.waiting} too).
 */
package dev.aftertalk.usecases.promo;
