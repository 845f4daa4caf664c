/** Keys that all nodes share: for texts sealed with them that others keep for us (links in mails, cookies), and for digests. */
package dev.aftertalk.secrets;
