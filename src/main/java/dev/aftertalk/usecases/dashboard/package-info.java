/**
 * The live dashboard of the satisfaction figures: its page, the stream that tells the page of changes, and the export.
 *
 * <p>May use {@code live}, {@code usecases.satisfaction}, {@code access}, {@code web}, {@code text} and {@code scheduling}.
 */
package dev.aftertalk.usecases.dashboard;
