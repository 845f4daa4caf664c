/**
 * This server's own question whether its webhook address answers, over the connector that serves it.
 *
 * <p>May use nothing of ours.
 */
package dev.aftertalk.intake.probe;
