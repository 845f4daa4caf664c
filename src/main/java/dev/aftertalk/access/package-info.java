/**
 * Who may do what: users and their logins, tokens of programs, which addresses need no login, and the audit of what was changed by whom.
 *
 * <p>May use {@code privacy}, {@code web}, {@code secrets}, the ledger, {@code settings} and {@code text}.
 */
package dev.aftertalk.access;
