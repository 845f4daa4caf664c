/**
 * Threads for work in the background, named and ended with the server.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.scheduling;
