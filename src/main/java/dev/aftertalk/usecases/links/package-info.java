/**
 * Links in mails that lead back to Aftertalk: who holds one may do what it is for, and nothing else.
 *
 * <p>May use {@code web} and {@code secrets}.
 */
package dev.aftertalk.usecases.links;
