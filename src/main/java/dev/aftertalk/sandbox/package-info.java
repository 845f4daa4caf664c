/**
 * Plays iAdvize, the mail server, Salesforce and Jira in the same process, for trying Aftertalk out.
 *
 * <p>May use all but the commands.
 */
package dev.aftertalk.sandbox;
