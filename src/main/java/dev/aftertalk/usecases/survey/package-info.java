/**
 * Our own satisfaction survey: the link in the mail, and the page behind it.
 *
 * <p>May use {@code privacy}, {@code usecases.links}, {@code usecases.satisfaction}, the ledger with its history and {@code text}.
 */
package dev.aftertalk.usecases.survey;
