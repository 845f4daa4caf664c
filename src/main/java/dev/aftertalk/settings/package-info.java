/**
 * Reads settings as people write them. What can't be read stops the start if the intake needs it; otherwise only what uses it is left out.
 *
 * <p>May use {@code text}.
 */
package dev.aftertalk.settings;
