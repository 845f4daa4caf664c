/**
 * What people and programs ask the ledger and do to it: the balance, what became of an event, having runs run again, leaving them.
 *
 * <p>Reading costs the way of an event nothing: searches go by index, in pieces and for a bounded time. Whatever is changed goes through
 * {@link dev.aftertalk.ledger.LedgerWrites} with its line in the audit.
 *
 * <p>May use {@code privacy}, {@code access}, {@code usecases}, {@code web}, {@code text}, {@code scheduling} and the ledger with its history.
 */
package dev.aftertalk.care.replay;
