/**
 * Whether the way in is open, for iAdvize, load balancers and this server itself, which calls its own webhook address.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.intake.health;
