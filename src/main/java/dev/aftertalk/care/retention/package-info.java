/**
 * How long things are kept, and taking out what is known about a person.
 *
 * <p>May use {@code privacy}, {@code access}, {@code secrets} and the ledger.
 */
package dev.aftertalk.care.retention;
