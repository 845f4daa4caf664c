/**
 * How long things are kept, and taking out what is known about a person: of all packages that keep data, each by itself.
 *
 * <p>May use {@code privacy}, {@code access}, {@code secrets}, {@code connectors}, {@code usecases}, {@code scheduling} and the ledger with its history.
 */
package dev.aftertalk.care.retention;
