/**
 * Text as people and their tools leave it: files, addresses, JSON, the header {@code Retry-After}, and lines of the log.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.text;
