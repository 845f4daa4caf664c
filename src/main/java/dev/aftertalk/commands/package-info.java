/**
 * What the jar does other than to serve: {@code java -jar aftertalk.jar verify}, {@code backup} and the others.
 *
 * <p>May use all but the root.
 */
package dev.aftertalk.commands;
