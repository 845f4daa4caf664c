/**
 * Keys that all nodes share. They seal what leaves us and comes back (links in mails, cookies), and make digests.
 *
 * <p>May use the ledger, for its writes.
 */
package dev.aftertalk.secrets;
