/**
 * Keys that all nodes share: for texts sealed with them that others keep for us (links in mails, cookies), and for digests.
 *
 * <p>May use the ledger, for its writes.
 */
package dev.aftertalk.secrets;
