/**
 * Keeps what runs in step with {@code routes/}: at start and whenever a file is saved, moved or deleted, without ever letting go of what runs.
 *
 * <p>May use {@code deploy}, {@code deploy.check}, {@code connectors}, the ledger with its history, {@code settings}, {@code web}, {@code scheduling} and {@code text}.
 */
package dev.aftertalk.deploy.live;
