/**
 * Finds what is wrong in {@code routes/} and in the settings it uses, all at once, before Camel is given any of it.
 *
 * <p>May use {@code deploy}, {@code diagnosis}, {@code connectors}, the ledger, {@code settings} and {@code text}.
 */
package dev.aftertalk.deploy.check;
