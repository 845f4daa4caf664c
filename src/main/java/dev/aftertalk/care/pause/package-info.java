/**
 * Pauses a workflow, or all calls to another system, on all nodes until somebody resumes it; and shows what waits meanwhile.
 *
 * <p>May use {@code access}, {@code metrics}, {@code connectors.calls}, {@code web}, {@code text}, {@code scheduling} and the ledger with its
 * history.
 */
package dev.aftertalk.care.pause;
