/**
 * Plays iAdvize, the mail server, Salesforce and Jira in the same process, for trying Aftertalk out. What is public are the peers
 * themselves, which the tests ask as well.
 *
 * <p>An extension, built as a jar of its own: the product does not know it. May use what the product has for extensions,
 * {@code web.OpenArea} and {@code access.NavigationPage}.
 */
package dev.aftertalk.sandbox;
