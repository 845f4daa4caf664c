/**
 * The console: pages on which people see how it goes, find what became of an event, and act on what is dead.
 *
 * <p>What they show and do is what the API shows and does; both ask the same classes. Viewers are shown nothing that could name a person
 * ({@link dev.aftertalk.console.Sight}).
 *
 * <p>May use {@code console.drawing}, {@code care}, {@code usecases}, {@code deploy.check}, {@code deploy.live}, {@code deploy.versions}, {@code settings}, {@code connectors.calls}, {@code live}, {@code access}, {@code metrics}, {@code web}, {@code text}
 * and the ledger with its start and history.
 */
package dev.aftertalk.console;
