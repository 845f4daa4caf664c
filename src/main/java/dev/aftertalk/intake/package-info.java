/**
 * The way in: takes in every request's body, checks a webhook before a route sees it, and tells whether Aftertalk is open.
 *
 * <p>May use {@code intake.health}, {@code web}, the ledger, {@code settings} and {@code text}.
 */
package dev.aftertalk.intake;
