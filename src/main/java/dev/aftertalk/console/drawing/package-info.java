/**
 * Draws a route as Camel runs it: its steps, and the ways between them.
 *
 * <p>Camel's model is read, the Eclipse Layout Kernel finds the places, and what comes out is SVG.
 *
 * <p>May use {@code text}.
 */
package dev.aftertalk.console.drawing;
