/**
 * How long things are kept, and taking out what is known about a person.
 *
 * <p>May use {@code access}, {@code connectors}, {@code usecases}, {@code secrets} and the ledger.
 */
package dev.aftertalk.care.retention;
