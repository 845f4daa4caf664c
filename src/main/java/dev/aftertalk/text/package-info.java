/**
 * Text as people and their tools leave it: files, addresses, JSON, the header {@code Retry-After}, and lines of the log.
 *
 * <p>May use {@code time}.
 */
package dev.aftertalk.text;
