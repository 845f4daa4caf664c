/** Keys that all nodes share, and texts sealed with them that others keep for us: links in mails, cookies. */
package dev.aftertalk.secrets;
