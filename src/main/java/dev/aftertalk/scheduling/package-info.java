/**
 * Threads for work in the background, named and ended with the server, and time that goes on evenly when the machine's clock is stepped.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.scheduling;
