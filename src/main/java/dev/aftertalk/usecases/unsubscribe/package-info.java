/**
 * Mails a visitor can unsubscribe from (RFC 8058): the link they carry, its pages, and the list of those who want no more of them.
 *
 * <p>May use {@code usecases.links}, {@code connectors.mail}, the ledger and {@code text}.
 */
package dev.aftertalk.usecases.unsubscribe;
