/** Promo codes: one for each visitor and campaign, for ever. */
package dev.aftertalk.promo;
