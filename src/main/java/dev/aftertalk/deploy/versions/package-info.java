/**
 * Keeps the versions of the files of {@code routes/} that were deployed, shows them, and puts one back into its file.
 *
 * <p>May use {@code deploy}, {@code deploy.check}, {@code access}, the ledger with its history, {@code privacy}, {@code web} and {@code text}.
 */
package dev.aftertalk.deploy.versions;
